import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { balancerPairs } from "./limits/balancers";
import { databasePairs } from "./limits/database";
import type { Pair } from "./limits/pair";
import { serverPairs } from "./limits/servers";
import { table, withBlocks } from "./table";

/** Where the page is. */
export const limitsFile = join(__dirname, "../limits.md");

/** Every limit of the web app beside the other side's. */
export function pairs(): Pair[] {
  return [...balancerPairs(), ...serverPairs(), ...databasePairs()];
}

/** The page as it must be: what is written by hand, and between its markers each pair. */
export function limitsPage(written: string = readFileSync(limitsFile, "utf8")): string {
  const show = (value: number, unit: string) => `${value.toLocaleString("en-US")} ${unit}`.trim();
  const rows = pairs().map(([what, ours, relation, theirs, unit, source]) => [
    what,
    show(ours, unit),
    relation,
    show(theirs, unit),
    source,
  ]);
  return withBlocks(written, { limits: table(["limit", "ours", "", "theirs", "whose"], rows) });
}

if (require.main === module) writeFileSync(limitsFile, limitsPage());
