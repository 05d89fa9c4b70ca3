import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { counterApp } from "../../stacks/counter-app";
import { artifactOf, ship } from "./artifact";
import { tracesOf } from "./canaries";
import { Broken, Skipped, type Step } from "./life";
import { stacksOf } from "./release";
import type { Change, Deployed, Input, Stage } from "./stage";
import { roundsOf } from "./switches";

/** How much of a life is played. */
export interface Choice {
  /** Leaves out what takes minutes: options, the upgrade, a second environment. */
  readonly fast: boolean;
  /** Commit whose stack is upgraded; nothing where there is none. */
  readonly from: string | undefined;
}

/** The life of a stack in an account of its own, from the first apply to the empty account. */
export function lifeOn(stage: Stage, { fast, from }: Choice): readonly Step[] {
  const stack = stage.deployment();
  return [
    begins(stack),
    staysAsItIs(stack),
    ...takesArtifacts(stage, stack),
    isLeftByNoSecret(stage, stack),
    ...(fast ? [] : [takesOptions(stage, stack), standsBesideAnother(stage, stack)]),
    becomesProduction(stage, stack),
    refusesDestroy(stage, stack),
    goes(stage, stack),
    ...(fast ? [] : [upgrades(stage, from)]),
  ];
}

function begins(stack: Deployed): Step {
  return {
    name: "first apply",
    promise: "One apply makes the whole stack.",
    play: async () => {
      ship(artifactOf("one"));
      const changes = await stack.apply();
      require(changes.every(({ action }) => action === "create"), "something was not created", changes);
      return `${changes.length} resources created`;
    },
  };
}

function staysAsItIs(stack: Deployed): Step {
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

function takesArtifacts(stage: Stage, stack: Deployed): readonly Step[] {
  const documented = stage.artifactSteps.join(", ");
  return [
    {
      name: "a new artifact",
      promise: `Another artifact changes exactly what the docs say: ${documented}.`,
      play: async () => {
        ship(artifactOf("two"));
        const changes = inWords(await stack.apply());
        require(changes.join(", ") === documented, "other steps", changes);
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
        require(reason.includes("not healthy"), "another reason", reason);
        const gone = before.filter((server) => !illness.servers().includes(server));
        require(gone.length === 0, "old servers went", gone);
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

function isLeftByNoSecret(stage: Stage, stack: Deployed): Step {
  return {
    name: "no secret",
    promise: "What the cloud keeps secret, and who deploys, is in no state, plan, log or JSON.",
    play: async () => {
      const canaries = await stage.canaries();
      require(canaries.length > 0, "no canary was planted", canaries);
      const traces = tracesOf(canaries, stack);
      require(traces.length === 0, "a secret is in", traces);
      return `${canaries.length} canaries, found nowhere`;
    },
  };
}

function takesOptions(stage: Stage, stack: Deployed): Step {
  return {
    name: "every option, and back",
    promise: "A running stack takes each option that the docs do not call refused, and lets go of it again.",
    play: async () => {
      const { switches } = stage;
      if (typeof switches === "string") throw new Skipped(switches);
      const rounds = roundsOf(switches, stage.apart);
      let changed = 0;
      for (const { input } of rounds) {
        changed += (await stack.apply(input)).length;
        await requireNothing(stack, input);
        changed += (await stack.apply()).length;
      }
      await requireNothing(stack);
      return `${switches.length} options in ${rounds.length} rounds, ${changed} changes`;
    },
  };
}

function standsBesideAnother(stage: Stage, stack: Deployed): Step {
  return {
    name: "a second environment",
    promise: "Another environment stands beside the stack and goes, and neither notices the other.",
    play: async () => {
      const other = stage.deployment("staging");
      const changes = await other.apply();
      await requireNothing(other);
      await requireNothing(stack);
      await other.destroy();
      await requireNothing(stack);
      other.delete();
      return `${changes.length} resources came and went`;
    },
  };
}

function becomesProduction(stage: Stage, stack: Deployed): Step {
  return {
    name: "production",
    promise: "A lab becomes a production in place: nothing that keeps data, names or addresses goes.",
    play: async () => {
      const changes = await stack.apply(stage.production);
      requireKept(stage, changes);
      return `${changes.length} changes`;
    },
  };
}

function refusesDestroy(stage: Stage, stack: Deployed): Step {
  return {
    name: "destroy is refused",
    promise: "A production refuses to be destroyed, with nothing touched.",
    play: async () => {
      const before = stage.ledger.entries.length;
      const reason = await refusalOf(stack.destroy());
      require(/cannot be destroyed|prevent_destroy/.test(reason), "another reason", reason);
      const writes = stage.ledger.entries.slice(before).filter(({ call }) => !stage.reads.test(call));
      require(writes.length === 0, "something was touched", writes);
      return "refused, no call that changes anything";
    },
  };
}

function goes(stage: Stage, stack: Deployed): Step {
  return {
    name: "destroy",
    promise: "Once it may leave production, one destroy leaves an empty account.",
    play: async () => {
      await stack.apply(stage.leaving);
      await stack.destroy();
      const left = await stage.leftovers();
      require(left.length === 0, "the account still has", left);
      stack.delete();
      return "an empty account";
    },
  };
}

function upgrades(stage: Stage, from: string | undefined): Step {
  return {
    name: "upgrade",
    promise: "The last release's stack takes this one: nothing that keeps data, names or addresses goes.",
    play: async () => {
      if (from === undefined) throw new Skipped("there is no release yet: `--from <commit>` names one");
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
      require(left.length === 0, "the account still has", left);
      stack.delete();
      rmSync(dirname(stacks), { recursive: true });
      return `from ${from}: ${changes.length} changes`;
    },
  };
}

function require(kept: boolean, otherwise: string, seen: unknown): void {
  if (!kept) throw new Broken(`${otherwise}: ${typeof seen === "string" ? seen : JSON.stringify(seen)}`);
}

function requireKept({ kept }: Stage, changes: readonly Change[]): void {
  const gone = changes.filter(({ action, address }) => /delete|replace/.test(action) && kept.test(address));
  require(gone.length === 0, "what was to stay goes", gone);
}

async function requireNothing(stack: Deployed, input?: Input): Promise<void> {
  const { changes, errors } = await stack.plan(input);
  require(errors.length + changes.length === 0, "the plan is not empty", [...errors, ...inWords(changes)]);
}

/** Kinds of changes, such as `aws_s3_object update`, in the order of the alphabet. */
function inWords(changes: readonly Change[]): string[] {
  return [...new Set(changes.map(({ address, action }) => `${address.split(".")[0]} ${action}`))].sort();
}

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const refused = await attempt.then(
    () => undefined,
    (error: Error) => error.message,
  );
  if (refused === undefined) throw new Broken("Terraform did not refuse it");
  return refused;
}
