import { closedLoop, type Load } from "./load";
import { median } from "./statistics";
import { status } from "./status";

/** One of those who are measured side by side. */
export interface Contestant {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
}

/** Rounds, and seconds of each. */
export interface Effort {
  readonly rounds: number;
  readonly seconds: number;
}

/** Results of each contestant in each round. */
export class Contest {
  private readonly loads = new Map<string, Load[]>();

  /** Adds what a contestant did in the round under way. */
  add(name: string, load: Load): void {
    this.loads.set(name, [...this.of(name), load]);
  }

  /** The rounds of a contestant. */
  of(name: string): readonly Load[] {
    return this.loads.get(name) ?? [];
  }

  /** Median of one measure of a contestant. */
  median(name: string, measure: keyof Load): number {
    return median(this.of(name).map((load) => load[measure] ?? NaN));
  }

  /** One measure of a contestant in relation to another's in the same round, when the machine was in the same mood. */
  ratios(name: string, other: string, measure: keyof Load): number[] {
    return this.of(name).map(
      (load, round) => (load[measure] ?? NaN) / (this.of(other)[round]?.[measure] ?? NaN),
    );
  }

  /** Requests that were not answered with 200. */
  get failures(): number {
    return [...this.loads.values()].flat().reduce((sum, { failures }) => sum + failures, 0);
  }
}

/**
 * Does something for each, one after the other, again and again. Each round begins with another one, and every other round
 * goes backwards: what one leaves behind, to the disk or to a neighbour, falls on all of the others in turn.
 */
export async function inTurns<T>(
  all: readonly T[],
  rounds: number,
  work: (each: T) => Promise<unknown>,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const inOrder = all.map((_, turn) => all[(round + turn) % all.length] as T);
    for (const each of round % 2 === 0 ? inOrder : inOrder.reverse()) await work(each);
  }
}

/** Measures contestants in turns. */
export async function contest(
  contestants: readonly Contestant[],
  connections: number,
  { rounds, seconds }: Effort,
): Promise<Contest> {
  const result = new Contest();
  await inTurns(contestants, rounds, async ({ name, url, pid }) => {
    result.add(name, await closedLoop(url, connections, seconds, pid));
    // Whoever was still in a queue when the load ended has been served before this one, and is not in the next one's way.
    await status(url);
  });
  return result;
}
