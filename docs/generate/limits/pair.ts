/** A limit of ours, how it has to compare with that of the other side, and where the latter is from. */
export type Pair = readonly [
  what: string,
  ours: number,
  relation: "=" | "<" | "≤" | ">" | "≥",
  theirs: number,
  unit: string,
  source: string,
];

/** Seconds, of milliseconds. */
export const s = (ms: number) => ms / 1_000;
