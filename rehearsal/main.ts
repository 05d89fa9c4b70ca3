/**
 * `npm run rehearse -- [aws|oci|both] [--fast] [--from <commit>] [--pictures <folder>]`: plays the life of the stacks on clouds on
 * this machine, and writes what was seen to `rehearsal/report/`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { AwsStage } from "./aws/stage";
import { whyNoAwsEmulator } from "./aws/emulator";
import { reportOf, sentenceOf } from "./drawing/report";
import { timelineOf } from "./drawing/timeline";
import { type Life, play } from "./life/life";
import { earlierRevision } from "./life/release";
import type { Stage } from "./life/stage";
import { lifeOn } from "./life/steps";
import { whyNoOciStack } from "./machine/providers";
import { OciStage } from "./oci/stage";

const clouds = {
  aws: { missing: whyNoAwsEmulator, open: (): Promise<Stage> => AwsStage.open() },
  oci: { missing: whyNoOciStack, open: (): Promise<Stage> => OciStage.open() },
};

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      fast: { type: "boolean", default: false },
      from: { type: "string" },
      pictures: { type: "string" },
    },
  });
  const [which = "both", ...more] = positionals;
  if (!["aws", "oci", "both"].includes(which) || more.length > 0)
    throw new Error(`the cloud must be aws, oci or both, got "${positionals.join(" ")}"`);
  const choice = { fast: values.fast, from: values.from ?? (await earlierRevision()) };
  const folder = resolve(__dirname, "report");
  mkdirSync(folder, { recursive: true });
  const lives: Life[] = [];
  const skipped: string[] = [];
  for (const [name, { missing, open }] of Object.entries(clouds)) {
    if (which !== "both" && which !== name) continue;
    const why = missing();
    if (why !== undefined) {
      skipped.push(`${name}: ${why}`);
      console.log(`${name}: NOT PLAYED, this machine ${why}`);
      continue;
    }
    const stage = await open();
    console.log(`${name}, with ${stage.provider}:`);
    try {
      const life = await play(stage, lifeOn(stage, choice), (step) => console.log(`  ${sentenceOf(step)}`));
      lives.push(life);
      writeFileSync(join(folder, `life-${name}.json`), JSON.stringify(life));
      for (const place of [folder, ...(values.pictures === undefined ? [] : [values.pictures])])
        writeFileSync(join(place, `life-${name}.svg`), timelineOf(life));
    } finally {
      await stage.close();
    }
  }
  const report = join(folder, "index.html");
  writeFileSync(report, reportOf(lives, skipped));
  console.log(`\n${relative(process.cwd(), report)} has it all.`);
  return lives.flatMap(({ steps }) => steps).every(({ outcome }) => outcome !== "broken");
}

main().then(
  // Providers keep connections open that nobody waits for.
  (kept) => process.exit(kept ? 0 : 1),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
