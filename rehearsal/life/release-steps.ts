import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { counterApp } from "../../stacks/counter-app";
import { artifactOf, ship } from "./artifact";
import { inWords, refusalOf, requireThat, requireKept, requireNothing } from "./checks";
import { Skipped, type Step } from "./life";
import { stacksOf } from "./release";
import type { Deployed, Stage } from "./stage";

/** The first apply. */
export function begins(stack: Deployed): Step {
  return {
    name: "first apply",
    promise: "One apply makes the whole stack.",
    play: async () => {
      ship(artifactOf("one"));
      const changes = await stack.apply();
      requireThat(
        changes.every(({ action }) => action === "create"),
        "something was not created",
        changes,
      );
      return `${changes.length} resources created`;
    },
  };
}

/** A plan after it. */
export function staysAsItIs(stack: Deployed): Step {
  return {
    name: "no change",
    promise:
      "A second plan has nothing to do, also with an artifact that was built anew from the same bytes.",
    play: async () => {
      ship(artifactOf("one"));
      await requireNothing(stack);
      return "an empty plan";
    },
  };
}

/** A release, one whose servers stay ill, and the way back. */
export function takesArtifacts(stage: Stage, stack: Deployed): readonly Step[] {
  const documented = stage.artifactSteps.join(", ");
  return [
    {
      name: "a new artifact",
      promise: `Another artifact changes exactly what the docs say: ${documented}.`,
      play: async () => {
        ship(artifactOf("two"));
        const changes = inWords(await stack.apply());
        requireThat(changes.join(", ") === documented, "other steps", changes);
        await requireNothing(stack);
        return `${changes.length} changes, as documented`;
      },
    },
    {
      name: "an ill release",
      promise: "A release whose servers stay ill ends the apply with the reason, and the old servers stay.",
      play: async () => {
        const { illness } = stage;
        if (typeof illness === "string") throw new Skipped(illness);
        const before = illness.servers();
        illness.set(true);
        ship(artifactOf("three"));
        const reason = await refusalOf(stack.apply());
        requireThat(reason.includes("not healthy"), "another reason", reason);
        const gone = before.filter((server) => !illness.servers().includes(server));
        requireThat(gone.length === 0, "old servers went", gone);
        return `refused; ${before.length} old servers stayed beside ${illness.servers().length - before.length} ill ones`;
      },
    },
    {
      name: "the way back",
      promise: "The release before comes back with one apply, and leaves nothing of the other behind.",
      play: async () => {
        if (typeof stage.illness !== "string") stage.illness.set(false);
        ship(artifactOf("one"));
        const changes = await stack.apply();
        await requireNothing(stack);
        return `${changes.length} changes, then an empty plan`;
      },
    },
  ];
}

/** A stack of its own that begins as the last release's. */
export function upgrades(stage: Stage, from: string | undefined): Step {
  return {
    name: "upgrade",
    promise: "The last release's stack takes this one: nothing that keeps data, names or addresses goes.",
    play: async () => {
      if (from === undefined)
        throw new Skipped(
          "there is no release, and no commit a day older than this one: `--from <commit>` names one",
        );
      const stacks = await stacksOf(from);
      const stack = stage.deployment();
      const { artifact } = counterApp;
      await stack.applySynthesized(`${stacks}/${stage.stack}`);
      ship(artifact);
      const changes = await stack.apply();
      requireKept(stage, changes);
      await requireNothing(stack);
      await stack.destroy();
      const left = await stage.leftovers();
      requireThat(left.length === 0, "the account still has", left);
      stack.delete();
      rmSync(dirname(stacks), { recursive: true });
      return `from ${from}: ${changes.length} changes`;
    },
  };
}
