/**
 * Measures artifacts against the one that was built last: `npm run bench:against -- without-x.tar.gz without-y.tar.gz`.
 *
 * Each is an artifact of the same build after an edit. All of them serve the same counter in turns, round by round, at
 * 1, 64 and 256 connections, on the disk and where a commit takes 1 and 4 ms. So does the artifact without metrics. A number is the median of the rounds' ratios to
 * the artifact as it is: of visits in a second, and of the processor time that a visit takes. The start is from the process to
 * its first healthy answer.
 */
import path from "node:path";
import { environmentFor } from "../local/web-app";
import type { Postgres } from "../local/postgres";
import { unpack } from "../webapp/build/unpack";
import { artifactFile, serveArtifact } from "../webapp/test/support/artifact";
import { temporaryFolder } from "../webapp/test/support/database";
import { deployedWith } from "./contenders";
import { coldStart } from "./footprint";
import { type Contest, contest, type Contestant, inTurns } from "./contest";
import { closedLoop, WARM_UP_SECONDS } from "./load";
import { openStage, type Stage, withServers } from "./stage";
import { median } from "./statistics";

const AS_IS = "as it is";
const WITHOUT_METRICS = "without metrics";
const effort = { rounds: 11, seconds: 1 };
const crowds = [1, 64, 256];

interface Artifact {
  readonly name: string;
  readonly folder: string;
  readonly environment: (database: Postgres) => NodeJS.ProcessEnv;
  remove(): void;
}

async function unpacked(name: string, file: string, environment = deployedWith): Promise<Artifact> {
  const temporary = temporaryFolder();
  await unpack(file, temporary.path);
  return { name, folder: temporary.path, environment, remove: () => temporary.remove() };
}

/** Everybody's servers stay up from the first round to the last, so that nobody is measured cold. */
function contests(stage: Stage, artifacts: readonly Artifact[]): Promise<Contest[]> {
  const starting = artifacts.map(({ folder, environment }) =>
    serveArtifact(folder, environment(stage.database)),
  );
  return withServers(starting, async (servers) => {
    const all: Contestant[] = servers.map(({ url, process }, index) => ({
      name: artifacts[index]?.name ?? "",
      url: `${url}/`,
      pid: Number(process.pid),
    }));
    for (const { url } of all) await closedLoop(url, 64, WARM_UP_SECONDS);
    const results: Contest[] = [];
    for (const connections of crowds) results.push(await contest(all, connections, effort));
    return results;
  });
}

function row(medium: string, results: readonly Contest[], name: string): string {
  const cells = results.map((result) => {
    const of = (measure: "rate" | "cpuUs") => median(result.ratios(name, AS_IS, measure)).toFixed(2);
    return `${of("rate")} / ${of("cpuUs")}${result.failures > 0 ? ` (${result.failures} failures)` : ""}`;
  });
  return `| ${name} | ${medium} | ${cells.join(" | ")} |`;
}

async function starts({ database }: Stage, artifacts: readonly Artifact[]): Promise<Map<string, number>> {
  const times = new Map<string, number[]>(artifacts.map(({ name }) => [name, []]));
  await inTurns(artifacts, effort.rounds, async ({ name, folder }) =>
    times.get(name)?.push(await coldStart(folder, database)),
  );
  return new Map([...times].map(([name, all]) => [name, median(all)]));
}

async function main(files: readonly string[]): Promise<void> {
  const others = files.map((file) => unpacked(path.basename(file, ".tar.gz"), path.resolve(file)));
  const withoutMetrics = unpacked(WITHOUT_METRICS, artifactFile, environmentFor);
  const artifacts = await Promise.all([unpacked(AS_IS, artifactFile), withoutMetrics, ...others]);
  const [disk, memory] = [await openStage("disk"), await openStage("memory")];
  const results = new Map([["disk", await contests(disk, artifacts)]]);
  for (const delay of [1, 4]) {
    const slower = await memory.withCommit(delay, () => contests(memory, artifacts));
    results.set(`commit + ${delay} ms`, slower);
  }
  const startMs = await starts(memory, artifacts);
  console.log(`Visits / processor time, as ratios to the artifact ${AS_IS}:\n`);
  console.log(`| artifact | database | ${crowds.map((count) => `${count} connections`).join(" | ")} |`);
  console.log(`| --- | --- | ${crowds.map(() => "---").join(" | ")} |`);
  for (const { name } of artifacts)
    for (const [medium, result] of results) console.log(row(medium, result, name));
  console.log("\n| artifact | start |\n| --- | --- |");
  for (const [name, ms] of startMs) console.log(`| ${name} | ${ms.toFixed(0)} ms |`);
  for (const artifact of artifacts) artifact.remove();
  await Promise.all([disk.close(), memory.close()]);
}

void main(process.argv.slice(2));
