/**
 * `npm run cdktn`: shows that the project works with cdktf's fork, CDK Terrain.
 *
 * Makes a copy that uses the fork, installs it, compiles it, synthesizes both stacks with both libraries for each profile,
 * and makes the package for Resource Manager with both. Exits with 1 where anything but versions and a provider's source differs.
 * An argument is the folder to make the copy in, which stays; without one it is a temporary folder.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { copy } from "./copy";
import { type Difference, differences } from "./differences";

const root = path.resolve(__dirname, "..");
const stacks = ["aws-stack", "oci-stack"];
const contexts: Readonly<Record<string, object>> = {
  lab: { profile: "lab", awsRegion: "us-east-1" },
  production: {
    profile: "production",
    awsRegion: "eu-central-1",
    awsDomainName: "www.example.com",
    awsHostedZoneId: "Z0123456789ABC",
    awsAlarmEmail: "ops@example.com",
    awsCustomerKey: true,
    awsWebAcl: true,
    awsMonthlyBudgetUsd: 100,
    awsStateBucket: "example-state",
    awsZones: "eu-central-1a,eu-central-1b,eu-central-1c",
    awsEgress: "nat",
    ociBastionAllowFrom: "203.0.113.0/24",
    ociContacts: "ops@example.com",
    ociSecureBoot: true,
  },
};

function run(folder: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): void {
  const options = { cwd: folder, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] };
  execFileSync(process.execPath, args, options as Parameters<typeof execFileSync>[2]);
}

/** `npm` as it runs this, which on Windows is no program that could be started without a shell. */
function npm(folder: string, ...args: readonly string[]): void {
  const { npm_execpath: cli } = process.env;
  if (cli === undefined) throw new Error("run this by `npm run cdktn`");
  run(folder, [cli, ...args]);
}

/** The stacks as a folder's sources synthesize them, and the form of Resource Manager that comes with the second. */
function synthesized(folder: string, context: object): Map<string, unknown> {
  const out = mkdtempSync(path.join(tmpdir(), "counterpart-out-"));
  try {
    run(folder, ["--import", "tsx", "main.ts"], {
      CDKTF_OUTDIR: out,
      CDKTF_CONTEXT_JSON: JSON.stringify(context),
    });
    const file = (stack: string) => path.join(out, "stacks", stack, "cdk.tf.json");
    return new Map(stacks.map((stack) => [stack, JSON.parse(readFileSync(file(stack), "utf8")) as unknown]));
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The package for Resource Manager: its Terraform as JSON, every other file as it is. */
function packaged(folder: string): Map<string, unknown> {
  run(folder, ["--import", "tsx", "resource-manager/package.ts"]);
  const zip = unzipSync(readFileSync(path.join(folder, "resource-manager/dist/oci-stack.zip")));
  return new Map(
    Object.entries(zip).map(([name, bytes]) => {
      const text = Buffer.from(bytes).toString("latin1");
      return [name, name === "cdk.tf.json" ? (JSON.parse(text) as unknown) : text];
    }),
  );
}

/** Prints how two sets of documents differ, and tells whether they do. */
function compare(
  what: string,
  cdktf: ReadonlyMap<string, unknown>,
  cdktn: ReadonlyMap<string, unknown>,
): boolean {
  const names = [...new Set([...cdktf.keys(), ...cdktn.keys()])];
  const found = names.map((name) => [name, differences(cdktf.get(name), cdktn.get(name))] as const);
  for (const [name, all] of found) {
    console.log(`${what}, ${name}: ${all.length === 0 ? "the same" : `${all.length} differences`}`);
    for (const difference of all) console.log(`  ${shown(difference)}`);
  }
  return found.some(([, all]) => all.length > 0);
}

function shown({ at, cdktf, cdktn }: Difference): string {
  const short = (text = "nothing") => (text.length > 200 ? `${text.slice(0, 200)}…` : text);
  return `${at}: cdktf ${short(cdktf)}, cdktn ${short(cdktn)}`;
}

function main(given: string | undefined): boolean {
  const folder =
    given === undefined ? mkdtempSync(path.join(tmpdir(), "counterpart-cdktn-")) : path.resolve(given);
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new Error(`${folder} must be empty`);
  try {
    console.log(`The copy is in ${folder}. It is installed and compiled, which takes some minutes.`);
    copy(root, folder);
    // The lock file is cdktf's: what is the same stays at its versions, and so does the artifact's digest.
    npm(folder, "install", "--no-audit", "--no-fund");
    npm(folder, "run", "build");
    run(folder, ["node_modules/typescript/bin/tsc", "--noEmit"]);
    const differ = Object.entries(contexts).map(([name, context]) =>
      compare(name, synthesized(root, context), synthesized(folder, context)),
    );
    differ.push(compare("Resource Manager", packaged(root), packaged(folder)));
    return differ.includes(true);
  } finally {
    if (given === undefined) rmSync(folder, { recursive: true });
  }
}

if (main(process.argv[2])) process.exitCode = 1;
