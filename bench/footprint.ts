import { spawn } from "node:child_process";
import { once } from "node:events";
import { statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../local/loopback";
import type { Postgres } from "../local/postgres";
import { artifactFile, runArtifact } from "../webapp/test/support/artifact";
import { deployedWith, end } from "./contenders";
import { closedLoop, residentMb } from "./load";
import { type Stage, withServers } from "./stage";
import { status } from "./status";

/** From the start of the process to the first healthy answer; and what Node.js itself takes to start and end. */
export async function coldStarts({ contenders, database }: Stage, rounds: number) {
  const [ours, node]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    node.push(await took(async () => void (await once(spawn(process.execPath, ["-e", "0"]), "close"))));
    ours.push(await coldStart(contenders.artifact, database));
  }
  return { ours, node };
}

/** From the start of an unpacked artifact to its first healthy answer, in milliseconds. */
export async function coldStart(folder: string, database: Postgres): Promise<number> {
  const port = await freePort();
  const env = { ...deployedWith(database), HOST: "127.0.0.1", PORT: String(port) };
  const begin = performance.now();
  const server = runArtifact(folder, ["serve"], env);
  while ((await status(`http://127.0.0.1:${port}/health`)) !== 200) await pause(1);
  const tookMs = performance.now() - begin;
  await end(server);
  return tookMs;
}

async function took(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

/** Size of the artifact, in kilobytes. */
export function artifactKb(): number {
  return statSync(artifactFile).size / 1_000;
}

/** Memory of a server that has been under load for a while, sampled as it goes. */
export function soak(stage: Stage, seconds: number, everySeconds: number): Promise<number[]> {
  return withServers([stage.contenders.counter(stage.database)], async ([server]) => {
    const samples: number[] = [];
    for (let passed = 0; passed < seconds; passed += everySeconds) {
      await closedLoop(String(server?.url), 64, everySeconds);
      samples.push(residentMb(Number(server?.process.pid)));
    }
    return samples;
  });
}
