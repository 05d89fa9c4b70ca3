import { refusalOf, requireThat, requireKept } from "./checks";
import type { Step } from "./life";
import type { Deployed, Stage } from "./stage";

/** From a lab to a production. */
export function becomesProduction(stage: Stage, stack: Deployed): Step {
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

/** A destroy that nothing comes of. */
export function refusesDestroy(stage: Stage, stack: Deployed): Step {
  return {
    name: "destroy is refused",
    promise: "A production refuses to be destroyed, with nothing touched.",
    play: async () => {
      const before = stage.ledger.entries.length;
      const reason = await refusalOf(stack.destroy());
      requireThat(/cannot be destroyed|prevent_destroy/.test(reason), "another reason", reason);
      const writes = stage.ledger.entries.slice(before).filter(({ call }) => !stage.reads.test(call));
      requireThat(writes.length === 0, "something was touched", writes);
      return "refused, no call that changes anything";
    },
  };
}

/** The way out of production, and the destroy. */
export function goes(stage: Stage, stack: Deployed): Step {
  return {
    name: "destroy",
    promise: "Once it may leave production, one destroy leaves an empty account.",
    play: async () => {
      await stack.apply(stage.leaving);
      await stack.destroy();
      const left = await stage.leftovers();
      requireThat(left.length === 0, "the account still has", left);
      stack.delete();
      return "an empty account";
    },
  };
}
