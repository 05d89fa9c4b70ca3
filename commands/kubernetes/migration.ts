import { setTimeout as pause } from "node:timers/promises";
import { CommandError } from "../programs";
import type { Kubectl } from "./kubectl";
import type { Objects } from "./objects";

/** A Job, as far as it tells how it went. */
interface Job {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

type State = "absent" | "under way" | "complete" | "failed";

/** Longer than the Job's own deadline: whoever waits hears of that one. */
const deadlineMs = 20 * 60_000;

/**
 * Creates the schema, and waits until it is there; not again where this very migration was complete.
 *
 * @param pauseMs between two looks
 * @throws {CommandError} where it failed: pods that serve are as they were
 */
export async function migrate(kubectl: Kubectl, objects: Objects, pauseMs: number): Promise<void> {
  const { migration, namespace } = objects;
  const job = `job/${migration.metadata.name}`;
  const place = [job, `--namespace=${namespace}`];
  const look = () => stateOf(kubectl.read<Job>(...place));
  const before = look();
  if (before === "complete") {
    console.log(`${job}: complete`);
    return;
  }
  // What has failed stays failed, whatever is applied over it.
  if (before === "failed") await kubectl.delete([migration], 5);
  await kubectl.apply([migration]);
  const end = performance.now() + deadlineMs;
  for (let said = ""; ; await pause(pauseMs)) {
    const state = look();
    if (state !== said) console.log(`${job}: ${(said = state)}`);
    if (state === "complete") return;
    if (state === "failed" || performance.now() > end) {
      await kubectl.show("logs", ...place, "--tail=20");
      throw new CommandError(
        "the migration failed, and nothing after it was applied: pods from before serve on. Its log says why; once that is put right, run this again.",
      );
    }
  }
}

function stateOf(job: Job | undefined): State {
  if (job === undefined) return "absent";
  const holds = (type: string) =>
    job.status?.conditions?.some((condition) => condition.type === type && condition.status === "True");
  if (holds("Complete")) return "complete";
  return holds("Failed") ? "failed" : "under way";
}
