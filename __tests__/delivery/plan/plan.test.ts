import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { changesIn, countsOf, type PlanJson } from "../../../delivery/plan/changes";
import { seal } from "../../../delivery/plan/envelope";
import { summary } from "../../../delivery/plan/summary";
import { has } from "../../support/skip";
import { StateServer, Workspace } from "./workspace";

const root = path.resolve(__dirname, "../../..");
const key = Buffer.alloc(32, 7).toString("base64");
const withTerraform = has("terraform") ? describe : describe.skip;

/** The program that runs a command for a workspace, as workflows start it. */
const program = `require(${JSON.stringify(path.join(root, "delivery/commands"))}).commands[process.argv[1]].run(process.argv.slice(3), process.argv[2])`;

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a command of delivery's for a workspace, beside this process, which keeps the state. */
function run(workspace: Workspace, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const [command = "", ...rest] = args;
  return new Promise((resolve) =>
    execFile(
      process.execPath,
      ["--import", "tsx", "--eval", program, command, workspace.root, ...rest],
      {
        cwd: root,
        env: { ...process.env, CHECKPOINT_DISABLE: "1", COUNTERPART_ENVIRONMENT: "production", ...env },
      },
      (error, stdout, stderr) => resolve({ code: error ? 1 : 0, output: stdout + stderr }),
    ),
  );
}

withTerraform("a plan", () => {
  let state: StateServer;
  let here: Workspace;
  let there: Workspace;
  let backend: object;
  beforeEach(async () => {
    state = new StateServer();
    here = new Workspace();
    there = new Workspace();
    backend = { http: { address: await state.start() } };
  });
  afterEach(() => {
    state.stop();
    for (const each of [here, there]) each.delete();
  });

  const asset = { input: '${filemd5("assets/app.txt")}' };
  const bundle = () => path.join(here.root, "plan.bundle");
  const plan = (env?: NodeJS.ProcessEnv) =>
    run(here, ["plan", "aws", "--bundle", bundle(), "--summary", path.join(here.root, "plan.md")], env);
  const apply = (workspace: Workspace, env?: NodeJS.ProcessEnv) =>
    run(workspace, ["apply", "aws", bundle()], env);
  const summaryOf = (workspace: Workspace) => readFileSync(path.join(workspace.root, "plan.md"), "utf8");

  test("is applied on another machine as it was made, with its assets", async () => {
    here.synthesize({ app: asset }, backend);
    expect(await plan()).toMatchObject({ code: 0 });
    expect(summaryOf(here)).toContain("### aws · production: 1 to add, 0 to change, 0 to destroy");
    expect(await apply(there)).toMatchObject({ code: 0 });
    expect((await plan()).output).toContain("No changes");
    expect(summaryOf(here)).toContain("### aws · production: no changes");
  });

  test("is unpacked for a preflight on the machine that applies it, and applied by nobody before", async () => {
    here.synthesize({ app: asset }, backend);
    await plan();
    expect(await run(there, ["unpack", "aws", bundle()])).toMatchObject({ code: 0 });
    expect(existsSync(path.join(there.root, "cdktf.out/stacks/aws-stack/cdk.tf.json"))).toBe(true);
    expect((await apply(there)).output).toContain("1 added, 0 changed, 0 destroyed");
  });

  test("tells what the account said before", async () => {
    here.synthesize({ app: asset }, backend);
    const said = path.join(here.root, "preflight.md");
    writeFileSync(
      said,
      "**Preflight of aws-stack: 1 ok, 0 warnings, 1 failure**\n\n- failure `vpc-quota`\n\n",
    );
    await run(here, ["plan", "aws", "--preflight", said, "--summary", path.join(here.root, "plan.md")]);
    expect(summaryOf(here)).toMatch(
      /^<!--.*-->\n\n###.*\n\n[*][*]Preflight of aws-stack: 1 ok, 0 warnings, 1 failure[*][*]\n\n- failure `vpc-quota`\n\n<details>/,
    );
  });

  test("is used up by its apply", async () => {
    here.synthesize({ app: asset }, backend);
    await plan();
    await apply(there);
    const again = await apply(there);
    expect(again.code).toBe(1);
    expect(again.output).toContain("Saved plan is stale");
  });

  test("is encrypted where there is a key, and opened by no other", async () => {
    here.synthesize({ app: asset }, backend);
    expect((await plan({ PLAN_KEY: key })).code).toBe(0);
    expect(readFileSync(bundle()).includes("cdk.tf.json")).toBe(false);
    expect((await apply(there)).output).toContain("the plan is encrypted: `PLAN_KEY` must hold the key");
    const other = Buffer.alloc(32, 8).toString("base64");
    expect((await apply(there, { PLAN_KEY: other })).output).toContain("the plan cannot be decrypted");
    expect((await apply(there, { PLAN_KEY: key })).code).toBe(0);
  });

  test("is not kept readable where everybody could download it", async () => {
    here.synthesize({ app: asset }, backend);
    const { code, output } = await plan({ REPOSITORY_VISIBILITY: "public" });
    expect([code, output.includes("`PLAN_KEY` must be set in a public repository")]).toEqual([1, true]);
  });

  test("is refused where the state is in a file of one machine", async () => {
    here.synthesize({ app: asset }, { local: { path: "terraform.tfstate" } });
    const { code, output } = await plan();
    expect([code, output.includes("the state must be kept in a bucket")]).toEqual([1, true]);
  });

  test("is not another environment's or commit's, and not too old", async () => {
    here.synthesize({ app: asset }, backend);
    await plan();
    expect((await apply(there, { COUNTERPART_ENVIRONMENT: "staging" })).output).toContain(
      "the plan's environment must be staging, got production",
    );
    expect((await run(there, ["apply", "aws", bundle(), "--hours", "0"])).output).toContain(
      "the plan must be younger than 0 hours",
    );
    const later = new Workspace("two");
    expect((await apply(later)).output).toMatch(/the plan's commit must be [0-9a-f]{40}, got [0-9a-f]{40}/);
    later.delete();
  });

  test("tells what is replaced, and the argument that demands it", async () => {
    here.synthesize({ app: { triggers_replace: 1 }, stays: { input: "a" }, goes: {} }, backend);
    await plan();
    await apply(there);
    here.synthesize({ app: { triggers_replace: 2 }, stays: { input: "b" } }, backend);
    await plan();
    const text = summaryOf(here);
    expect(text).toContain("### aws · production: 1 to add, 1 to change, **2 to destroy**");
    expect(text).toContain(
      "```diff\n-/+ terraform_data.app (triggers_replace)\n- terraform_data.goes\n! terraform_data.stays (input, output)\n```",
    );
  });

  test("destroys everything where that is asked", async () => {
    here.synthesize({ app: asset }, backend);
    await plan();
    await apply(there);
    await run(here, [
      "plan",
      "aws",
      "--destroy",
      "--bundle",
      bundle(),
      "--summary",
      path.join(here.root, "plan.md"),
    ]);
    expect(summaryOf(here)).toContain("**1 to destroy**");
    expect((await apply(there)).code).toBe(0);
    expect((await run(here, ["plan", "aws", "--destroy"])).output).toContain(
      "### aws · production: no changes",
    );
  });
});

describe("the summary of a plan", () => {
  const subject = { cloud: "aws", environment: "production" };
  const change = (type: string, actions: readonly string[], replace: readonly string[] = []) => ({
    address: `${type}.it`,
    mode: "managed",
    type,
    change: { actions, replace_paths: replace.map((name) => [name]) },
  });

  test("names first what is lost, the gravest before all", () => {
    const plan: PlanJson = {
      resource_changes: [
        change("aws_lb", ["delete", "create"], ["name"]),
        change("aws_db_instance", ["delete", "create"], ["storage_encrypted"]),
        change("aws_kms_key", ["delete"]),
      ],
    };
    expect(
      [...summary(subject, plan).matchAll(/^> `(\S+)` is (\w+)/gm)].map(([, address, what]) => [
        address,
        what,
      ]),
    ).toEqual([
      ["aws_db_instance.it", "replaced"],
      ["aws_kms_key.it", "destroyed"],
      ["aws_lb.it", "replaced"],
    ]);
  });

  test("fits into a comment, and says how much was left out", () => {
    const plan: PlanJson = {
      resource_changes: Array.from({ length: 3_000 }, (_, index) => ({
        ...change("aws_route", ["create"]),
        address: `aws_route.${"x".repeat(30)}${index}`,
      })),
    };
    const text = summary(subject, plan, { run: "https://github.com/octo/counterpart/actions/runs/1" });
    expect(text.length).toBeLessThanOrEqual(65_536);
    expect(text).toMatch(/… and \d+ more: see the run\n```\n\n<\/details>/);
    expect(text).toContain("actions/runs/1");
  });

  test("counts a replacement as one that comes and one that goes", () => {
    expect(countsOf(changesIn({ resource_changes: [change("aws_lb", ["create", "delete"])] }))).toBe(
      "1 to add, 0 to change, 1 to destroy",
    );
  });
});

describe("an encrypted plan", () => {
  test("takes a key of 32 bytes", () => {
    expect(() => seal(Buffer.from("x"), "c2hvcnQ=")).toThrow("`PLAN_KEY` must be 32 bytes in Base64");
  });
});
