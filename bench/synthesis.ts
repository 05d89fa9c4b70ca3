/**
 * `npm run bench:synth`: what synthesis costs.
 *
 * - `npm run synth` from a shell, where nothing is to be built, next to a program of Node.js that loads cdktf and the bindings alone.
 * - 1, 10 and 100 copies of both stacks in one application, next to a program of raw cdktf that synthesizes the same resources: how the
 *   time grows, and what the constructs add.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, Testing } from "cdktf";
import { AwsStack } from "../stacks/aws-stack";
import { profiles } from "../stacks/context/profiles";
import { withoutTokenTraces } from "../stacks/context/token-traces";
import { OciStack } from "../stacks/oci-stack";
import { rawProgramOf } from "./raw";
import { machine, markdown } from "./report";
import { median, spread } from "./statistics";

const repository = path.resolve(__dirname, "..");
const rounds = process.argv.includes("--quick") ? 1 : 7;
const sizes = [1, 10, 100];

const aws = (app: App, id: string) => new AwsStack(app, id, { region: "us-east-1", profile: profiles.lab });
const oci = (app: App, id: string) => new OciStack(app, id, { profile: profiles.lab });

/** Milliseconds of processor time from the first construct to the last written file. */
function synthesis(fill: (app: App, copy: number) => void, copies: number): number {
  const outdir = mkdtempSync(path.join(tmpdir(), "counterpart-synthesis-"));
  const begin = process.cpuUsage();
  const app = new App({ outdir });
  for (let copy = 0; copy < copies; copy++) fill(app, copy);
  app.synth();
  const { user, system } = process.cpuUsage(begin);
  const took = (user + system) / 1_000;
  rmSync(outdir, { recursive: true });
  return took;
}

function copiesTable() {
  const [rawAws, rawOci] = [rawProgramOf(aws(Testing.app(), "aws")), rawProgramOf(oci(Testing.app(), "oci"))];
  const ours = (app: App, copy: number) => void (aws(app, `aws-${copy}`), oci(app, `oci-${copy}`));
  const alone = (app: App, copy: number) => void (rawAws(app, `aws-${copy}`), rawOci(app, `oci-${copy}`));
  const rows: string[][] = [];
  synthesis(ours, 1);
  synthesis(alone, 1);
  for (const size of sizes) {
    const times = Array.from({ length: size === 100 ? Math.min(rounds, 3) : rounds }, () => [
      synthesis(ours, size),
      synthesis(alone, size),
    ]);
    const [all, others] = [times.map(([first = NaN]) => first), times.map(([, second = NaN]) => second)];
    rows.push([
      String(size),
      median(all).toFixed(0),
      (median(all) / size).toFixed(1),
      median(others).toFixed(0),
      spread(
        all.map((time, round) => time / (others[round] ?? NaN)),
        2,
      ),
    ]);
  }
  return {
    title: "Copies of both stacks",
    note: "Medians, of processor time. The modules are loaded, and one copy was synthesized before.",
    head: ["copies", "ms", "ms for one", "raw cdktf, ms", "ratio"],
    rows,
  };
}

function wallMs(command: string, args: readonly string[]): number {
  const begin = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd: repository, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return performance.now() - begin;
}

function coldTable() {
  const commands = {
    "`npm run synth`": ["npm", ["run", "--silent", "synth"]],
    "`node local/bundled.mjs local/synth.ts`": [process.execPath, ["local/bundled.mjs", "local/synth.ts"]],
    "cdktf and its bindings loaded, by itself": [
      process.execPath,
      [
        "-e",
        'require("cdktf"); require("@cdktf/provider-aws/lib/vpc"); require("@cdktf/provider-oci/lib/core-vcn")',
      ],
    ],
  } as const;
  execFileSync("npm", ["run", "--silent", "synth"], { cwd: repository, stdio: "ignore" });
  return {
    title: "From a shell, nothing to build",
    note: "Medians, of wall time.",
    head: ["command", "ms"],
    rows: Object.entries(commands).map(([name, [command, args]]) => [
      name,
      median(Array.from({ length: rounds }, () => wallMs(command, args))).toFixed(0),
    ]),
  };
}

withoutTokenTraces();
console.log(`${machine("nobody")}\n`);
console.log(markdown(coldTable()));
console.log(markdown(copiesTable()));
