import type { Sample, Stage } from "./stage";

/** An error that ends a step which cannot be played here, with the reason. */
export class Skipped extends Error {}

/** An error that ends a step whose promise was broken, with what was seen instead. */
export class Broken extends Error {}

/** A part of a stack's life. */
export interface Step {
  /** Name, in a few words. */
  readonly name: string;
  /** Promise of the step. */
  readonly promise: string;
  /** Plays it; returns what was seen, and throws {@link Skipped} or whatever is wrong. */
  readonly play: () => Promise<string>;
}

/** A step as it was played. */
export interface Played {
  readonly name: string;
  readonly promise: string;
  /** Milliseconds since the life began. */
  readonly from: number;
  readonly to: number;
  readonly outcome: "kept" | "skipped" | "broken";
  /** Finding, reason for the skip, or fault. */
  readonly seen: string;
  /** Number of calls that the cloud answered meanwhile. */
  readonly calls: number;
  /** Number of them that were refused with 409 or 429, or failed. */
  readonly refused: number;
  /** Number of resources at its end. */
  readonly alive: number;
}

/** A life as it was played: what a report is made of. */
export interface Life {
  readonly cloud: Stage["cloud"];
  readonly provider: string;
  /** When, as ISO 8601. */
  readonly began: string;
  readonly steps: readonly Played[];
  /** Milliseconds since the beginning of each call. */
  readonly calls: readonly number[];
  /** Number of resources, `at` milliseconds since the beginning. */
  readonly alive: readonly Sample[];
}

/**
 * Plays steps one after the other; after a broken one the rest is skipped.
 *
 * @param tell hears of each step when it has ended
 */
export async function play(
  stage: Stage,
  steps: readonly Step[],
  tell: (step: Played) => void = () => undefined,
): Promise<Life> {
  const start = Date.now();
  const played: Played[] = [];
  for (const { name, promise, play: begin } of steps) {
    const from = Date.now();
    const before = stage.ledger.entries.length;
    const { outcome, seen } = played.some((step) => step.outcome === "broken")
      ? ({ outcome: "skipped", seen: "a step before it was broken" } as const)
      : await outcomeOf(begin);
    const calls = stage.ledger.entries.slice(before);
    const step = {
      name,
      promise,
      from: from - start,
      to: Date.now() - start,
      outcome,
      seen,
      calls: calls.length,
      refused: calls.filter(({ status }) => status === 409 || status === 429 || status >= 500).length,
      alive: stage.alive().at(-1)?.count ?? 0,
    };
    played.push(step);
    tell(step);
  }
  return {
    cloud: stage.cloud,
    provider: stage.provider,
    began: new Date(start).toISOString(),
    steps: played,
    calls: stage.ledger.entries.map(({ at }) => at - start),
    alive: stage.alive().map(({ at, count }) => ({ at: at - start, count })),
  };
}

async function outcomeOf(begin: () => Promise<string>): Promise<Pick<Played, "outcome" | "seen">> {
  try {
    return { outcome: "kept", seen: await begin() };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // What Terraform did before the error is in its own output.
    const seen = said.slice(Math.max(0, said.indexOf("Error: ")));
    return { outcome: error instanceof Skipped ? "skipped" : "broken", seen };
  }
}
