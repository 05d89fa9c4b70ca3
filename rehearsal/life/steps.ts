import { requireNothing, requireThat } from "./checks";
import { tracesOf } from "./canaries";
import { Skipped, type Step } from "./life";
import { becomesProduction, goes, refusesDestroy } from "./production-steps";
import { begins, staysAsItIs, takesArtifacts, upgrades } from "./release-steps";
import type { Deployed, Input, Stage } from "./stage";
import { roundsOf } from "./switches";

/** Choice of the steps that are played. */
export interface Choice {
  /** Leaves out what takes minutes: options, the upgrade, a second environment. */
  readonly fast: boolean;
  /** Commit whose stack is upgraded; nothing where there is none. */
  readonly from: string | undefined;
}

/**
 * The life of a stack in an account of its own, from the first apply to the empty account.
 *
 * @param stack the stack, of which there is nothing yet
 */
export function lifeOn(
  stage: Stage,
  { fast, from }: Choice,
  stack: Deployed = stage.deployment(),
): readonly Step[] {
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

function isLeftByNoSecret(stage: Stage, stack: Deployed): Step {
  return {
    name: "no secret",
    promise: "What the cloud keeps secret, and who deploys, is in no state, plan, log or JSON.",
    play: async () => {
      const canaries = await stage.canaries();
      requireThat(canaries.length > 0, "no canary was planted", canaries);
      const traces = tracesOf(canaries, stack);
      requireThat(traces.length === 0, "a secret is in", traces);
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
      for (const { input, switches: on } of rounds) {
        const options = on.map(({ option, change }) => `${option} ${change}`).join(", ");
        changed += await named(options, async () => {
          const there = await stack.apply(input);
          await requireNothing(stack, input);
          return there.length + (await stack.apply()).length;
        });
      }
      await requireNothing(stack);
      return `${switches.length} options in ${rounds.length} rounds, ${changed} changes`;
    },
  };
}

/**
 * Another environment that comes and goes.
 *
 * @param always what the other one is told beside what makes it a lab
 */
export function standsBesideAnother(stage: Stage, stack: Deployed, always: Input = {}): Step {
  return {
    name: "a second environment",
    promise: "Another environment stands beside the stack and goes, and neither notices the other.",
    play: async () => {
      const other = stage.deployment("staging", always);
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

/** Does something, and says in an error what it was about. */
async function named<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)} (with ${what})`, {
      cause: error,
    });
  }
}
