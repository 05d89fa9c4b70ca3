import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach } from "@jest/globals";
import { Testing } from "cdktf";
import { OciStack } from "../../stacks/oci-stack";
import { profiles } from "../../stacks/context/profiles";
import { awsStack } from "../support/aws-stacks";
import { synth } from "../support/synth";

/** The repository. */
export const root = path.resolve(__dirname, "../..");
/** Arguments of Node.js that run a command. */
export const main = ["--import", "tsx", path.join(root, "commands/main.ts")];

const bastion = { allowFrom: ["203.0.113.0/24"] };
const stacks = {
  aws: () => awsStack(profiles.lab),
  oci: () =>
    new OciStack(Testing.app(), "oci-stack", {
      profile: profiles.lab,
      options: { network: { bastion }, database: {}, web: {} },
    }),
  "oci without a bastion": () => new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab }),
};

/** Folder of the test that runs: its programs, stacks and calls. */
export let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "counterpart-commands-"));
  mkdirSync(path.join(folder, "bin"));
  writeFileSync(path.join(folder, "cli.tfrc"), "");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Has Terraform deploy every output of a stack, with a value of its own, those that a test adds, and nothing else. */
export function deploy(which: keyof typeof stacks, values: Readonly<Record<string, string>> = {}): void {
  const stack = which === "aws" ? "aws-stack" : "oci-stack";
  const at = path.join(folder, "stacks", stack);
  mkdirSync(at, { recursive: true });
  const names = [...Object.keys(synth(stacks[which]()).output), ...Object.keys(values)];
  const output = Object.fromEntries(names.map((name) => [name, { value: values[name] ?? `the-${name}` }]));
  const backend = { local: { path: path.join(folder, `terraform.${stack}.tfstate`) } };
  writeFileSync(path.join(at, "cdk.tf.json"), JSON.stringify({ terraform: { backend }, output }));
  for (const args of [["init"], ["apply", "-auto-approve"]])
    execFileSync("terraform", [`-chdir=${at}`, ...args], { env: environment(), stdio: "pipe" });
}

/** A program that notes its arguments, one call a line, and then runs some lines of JavaScript. */
export function fake(program: string, script = ""): void {
  const calls = JSON.stringify(path.join(folder, "calls"));
  const note = `fs.appendFileSync(${calls}, JSON.stringify([${JSON.stringify(program)}, ...args]) + "\\n");`;
  const text = `#!${process.execPath}\nconst fs = require("node:fs");\nconst args = process.argv.slice(2);\n${note}\n${script}\n`;
  writeFileSync(path.join(folder, "bin", program), text, { mode: 0o755 });
}

/** The calls of fake programs so far, each with its arguments. */
export const calls = () =>
  readFileSync(path.join(folder, "calls"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as string[]);

/** Variables under which a command finds the fake programs first. */
export function environment(PATH = `${path.join(folder, "bin")}${path.delimiter}${process.env.PATH}`) {
  const own = { CDKTF_OUTDIR: folder, TF_CLI_CONFIG_FILE: path.join(folder, "cli.tfrc") };
  return { ...process.env, ...own, PATH, CHECKPOINT_DISABLE: "1" };
}

/** Runs a command to its end. */
export function run(args: readonly string[], env: NodeJS.ProcessEnv = environment()) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...main, ...args], {
    cwd: root,
    env,
    encoding: "utf8",
    input: "",
  });
  return { status, stdout, stderr };
}

/** Answers in the shapes of Oracle's command line. */
export const fakeOci = `
const [service, , verb] = args;
const command =
  'ssh -i <privateKey> -o ProxyCommand="ssh -i <privateKey> -W %h:%p -p 22 ocid1.bastionsession.oc1.iad.session@host.bastion.us-ashburn-1.oci.oraclecloud.com" -p 22 opc@10.0.3.7';
const line = { logContent: { time: "2026-11-21T12:00:00Z", data: { message: "up" } } };
const answers = {
  "list-instances": [{ id: "starting", state: "Starting" }, { id: "running", state: "Running" }],
  "create-managed-ssh": { resources: [{ identifier: "ocid1.bastionsession.oc1.iad.session" }] },
  get: { "ssh-metadata": { command } },
};
const data = service === "logging-search" ? { results: [{ data: line }] } : answers[verb];
if (data !== undefined) console.log(JSON.stringify({ data }));
`;

/** Runs a command to its end while this process goes on, and answers what it asks. */
export async function runAside(args: readonly string[], env: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, [...main, ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, stdout, stderr };
}
