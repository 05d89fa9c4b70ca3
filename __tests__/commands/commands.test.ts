import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { opener } from "../../commands/open";
import { OciStack } from "../../stacks/oci-stack";
import { profiles } from "../../stacks/context/profiles";
import { awsStack } from "../support/aws-stacks";
import { testWith } from "../support/skip";
import { synth } from "../support/synth";

const root = path.resolve(__dirname, "../..");
const main = ["--import", "tsx", path.join(root, "commands/main.ts")];

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

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "counterpart-commands-"));
  mkdirSync(path.join(folder, "bin"));
  writeFileSync(path.join(folder, "cli.tfrc"), "");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Has Terraform deploy every output of a stack, with a value of its own, and nothing else. */
function deploy(which: keyof typeof stacks, values: Readonly<Record<string, string>> = {}): void {
  const stack = which === "aws" ? "aws-stack" : "oci-stack";
  const at = path.join(folder, "stacks", stack);
  mkdirSync(at, { recursive: true });
  const names = Object.keys(synth(stacks[which]()).output);
  const output = Object.fromEntries(names.map((name) => [name, { value: values[name] ?? `the-${name}` }]));
  const backend = { local: { path: path.join(folder, `terraform.${stack}.tfstate`) } };
  writeFileSync(path.join(at, "cdk.tf.json"), JSON.stringify({ terraform: { backend }, output }));
  for (const args of [["init"], ["apply", "-auto-approve"]])
    execFileSync("terraform", [`-chdir=${at}`, ...args], { env: environment(), stdio: "pipe" });
}

/** A program that notes its arguments, one call a line, and then runs some lines of JavaScript. */
function fake(program: string, script = ""): void {
  const calls = JSON.stringify(path.join(folder, "calls"));
  const note = `fs.appendFileSync(${calls}, JSON.stringify([${JSON.stringify(program)}, ...args]) + "\\n");`;
  const text = `#!${process.execPath}\nconst fs = require("node:fs");\nconst args = process.argv.slice(2);\n${note}\n${script}\n`;
  writeFileSync(path.join(folder, "bin", program), text, { mode: 0o755 });
}

const calls = () =>
  readFileSync(path.join(folder, "calls"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as string[]);

function environment(PATH = `${path.join(folder, "bin")}${path.delimiter}${process.env.PATH}`) {
  const own = { CDKTF_OUTDIR: folder, TF_CLI_CONFIG_FILE: path.join(folder, "cli.tfrc") };
  return { ...process.env, ...own, PATH, CHECKPOINT_DISABLE: "1" };
}

function run(args: readonly string[], env = environment()) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...main, ...args], {
    cwd: root,
    env,
    encoding: "utf8",
    input: "",
  });
  return { status, stdout, stderr };
}

describe("a command", () => {
  test("names the clouds that there are", () => {
    expect(run(["shell", "azure"])).toEqual({
      status: 1,
      stdout: "",
      stderr: 'which cloud? `npm run shell -- aws` or `npm run shell -- oci`, got "azure"\n',
    });
  });

  test("says that nothing was synthesized", () => {
    expect(run(["open", "aws"]).stderr).toBe(
      "aws-stack was not synthesized here: run `npx cdktf deploy aws-stack` first\n",
    );
  });

  test("says that nothing was deployed from here, where the stack was only synthesized", () => {
    mkdirSync(path.join(folder, "stacks/aws-stack"), { recursive: true });
    expect(run(["open", "aws"]).stderr).toMatch(
      /^aws-stack was not deployed from here: run `npx cdktf deploy aws-stack`, or `terraform -chdir=\S+ init` where/,
    );
  });

  test("says that Terraform is missing, and where it is", () => {
    mkdirSync(path.join(folder, "stacks/aws-stack/.terraform"), { recursive: true });
    expect(run(["open", "aws"], environment(path.join(folder, "bin"))).stderr).toBe(
      "`terraform` is not on the PATH: install it (https://developer.hashicorp.com/terraform/install)\n",
    );
  });

  test("has Terraform ask nobody where no terminal is", () => {
    mkdirSync(path.join(folder, "stacks/aws-stack/.terraform"), { recursive: true });
    fake(
      "terraform",
      `console.error(process.env.TF_INPUT, process.env.TF_IN_AUTOMATION); console.log("{}");`,
    );
    const env = environment();
    delete (env as NodeJS.ProcessEnv).TF_INPUT;
    expect(run(["open", "aws"], env)).toEqual({
      status: 1,
      stdout: "",
      stderr:
        "0 1\naws-stack has no outputs, so nothing was deployed: run `npx cdktf deploy aws-stack` first\n",
    });
  });

  testWith("terraform", "says that the CLI of the cloud is missing", () => {
    deploy("aws");
    const terraform = execFileSync("which", ["terraform"], { encoding: "utf8" }).trim();
    const { status, stderr } = run(["logs", "aws"], {
      ...environment(path.join(folder, "bin")),
      TERRAFORM_BINARY_NAME: terraform,
    } as NodeJS.ProcessEnv as ReturnType<typeof environment>);
    expect([status, stderr]).toEqual([1, expect.stringContaining("`aws` is not on the PATH: install it")]);
  });

  testWith("terraform", "says which output an older deployment lacks", () => {
    deploy("aws", { region: "" });
    fake("aws");
    expect(run(["logs", "aws"]).stderr).toBe(
      "aws-stack was deployed without the output `region`: run `npx cdktf deploy aws-stack`\n",
    );
  });
});

describe("a shell", () => {
  testWith("terraform", "on AWS goes to a server that runs, and hands its exit code on", () => {
    deploy("aws", { region: "eu-west-1", servers: "aws-stack-web" });
    fake("aws", `if (args[0] === "ec2") console.log("i-0aaa\\ti-0bbb"); else process.exit(7);`);
    expect(run(["shell", "aws"]).status).toBe(7);
    const [asked, opened] = calls();
    expect(asked).toEqual(
      expect.arrayContaining([
        "eu-west-1",
        "Name=tag:aws:autoscaling:groupName,Values=aws-stack-web",
        "Name=instance-state-name,Values=running",
      ]),
    );
    expect(opened).toEqual(["aws", "ssm", "start-session", "--region", "eu-west-1", "--target", "i-0aaa"]);
  });

  testWith("terraform", "on AWS says that no server runs", () => {
    deploy("aws");
    fake("aws", `console.log("None");`);
    expect(run(["shell", "aws"])).toEqual({ status: 1, stdout: "", stderr: "no server is running\n" });
  });

  testWith("terraform", "leaves Ctrl-C to the session", async () => {
    deploy("aws");
    fake(
      "aws",
      `if (args[0] === "ec2") console.log("i-0aaa");
       else { console.log("open"); setTimeout(() => process.exit(5), 1500); }`,
    );
    const session = spawn(process.execPath, [...main, "shell", "aws"], { cwd: root, env: environment() });
    const ended = new Promise((resolve) => session.once("exit", resolve));
    await new Promise((resolve) => session.stdout.once("data", resolve));
    session.kill("SIGINT");
    await pause(200);
    session.kill("SIGINT");
    expect(await ended).toBe(5);
  });

  testWith("terraform", "on OCI goes through the bastion by a key and a session that end with it", () => {
    deploy("oci", { servers_ocid: "ocid1.instancepool.oc1.iad.pool" });
    fake("ssh-keygen");
    fake("ssh", `console.log(fs.readFileSync(args[1], "utf8")); process.exit(3);`);
    fake("oci", fakeOci);
    const { status, stdout, stderr } = run(["shell", "oci"]);
    expect([status, stderr]).toEqual([3, ""]);
    const config = stdout.replace(/"\S+key(\.known)?"/g, "KEY$1");
    expect(config.trim().split(/\n\s*/)).toEqual([
      "Host bastion",
      "HostName host.bastion.us-ashburn-1.oci.oraclecloud.com",
      "User ocid1.bastionsession.oc1.iad.session",
      "IdentityFile KEY",
      "IdentitiesOnly yes",
      "Host server",
      "HostName 10.0.3.7",
      "User opc",
      "ProxyJump bastion",
      "IdentityFile KEY",
      "IdentitiesOnly yes",
      "StrictHostKeyChecking accept-new",
      "UserKnownHostsFile KEY.known",
    ]);
    expect(calls().map(([program, ...args]) => [program, ...args.slice(0, 3)].join(" "))).toEqual([
      "oci compute-management instance-pool list-instances",
      "ssh-keygen -q -t rsa",
      "oci bastion session create-managed-ssh",
      "oci bastion session get",
      expect.stringMatching(/^ssh -F \S+config server$/),
      "oci bastion session delete",
    ]);
    const made = calls()[2]!;
    expect(made[made.indexOf("--target-resource-id") + 1]).toBe("running");
    expect(made[made.indexOf("--bastion-id") + 1]).toBe("the-bastion_ocid");
  });

  testWith("terraform", "on OCI says what opens one where there is no bastion", () => {
    deploy("oci without a bastion");
    expect(run(["shell", "oci"]).stderr).toBe(
      "no way leads to a shell without a bastion: set `ociBastionAllowFrom` in cdktf.json and deploy\n",
    );
  });
});

describe("logs", () => {
  testWith("terraform", "on AWS are followed, and take more arguments", () => {
    deploy("aws");
    fake("aws");
    expect(run(["logs", "aws", "--since", "1h"]).status).toBe(0);
    expect(calls()).toEqual([
      ["aws", "logs", "tail", "the-log_group", "--region", "the-region", "--follow", "--since", "1h"],
    ]);
  });

  testWith("terraform", "on OCI are the app's lines of the last quarter of an hour", () => {
    deploy("oci");
    fake("oci", fakeOci);
    expect(run(["logs", "oci"])).toEqual({ status: 0, stdout: "2026-11-21T12:00:00Z up\n", stderr: "" });
    const [call = []] = calls();
    const after = (name: string) => call[call.indexOf(name) + 1]!;
    expect(after("--search-query")).toBe(
      'search "the-stack_compartment_ocid/the-log_group_ocid/the-app_log_ocid" | sort by datetime asc',
    );
    expect(Date.parse(after("--time-end")) - Date.parse(after("--time-start"))).toBe(15 * 60_000);
  });
});

describe("the page", () => {
  testWith("terraform", "is printed and handed to the system's opener", () => {
    deploy("oci", { url: "http://203.0.113.9" });
    for (const program of ["xdg-open", "open"]) fake(program);
    expect(run(["open", "oci"])).toEqual({ status: 0, stdout: "http://203.0.113.9\n", stderr: "" });
    expect(calls()).toEqual([[opener(process.platform)[0], "http://203.0.113.9"]]);
  });

  testWith("terraform", "is printed where nothing opens it", () => {
    deploy("aws", { url: "https://www.example.com" });
    const terraform = execFileSync("which", ["terraform"], { encoding: "utf8" }).trim();
    const env = { ...environment(path.join(folder, "bin")), TERRAFORM_BINARY_NAME: terraform };
    const { status, stdout } = run(["open", "aws"], env);
    expect([status, stdout.split("\n")[0]]).toEqual([0, "https://www.example.com"]);
  });

  test("is opened on Windows without a word of its shell", () => {
    expect(opener("win32")).toEqual(["rundll32", "url.dll,FileProtocolHandler"]);
  });
});

/** Answers in the shapes of Oracle's command line. */
const fakeOci = `
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
