import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { Stack } from "../stack";
import { awsStage } from "./support/aws-stage";
import { empty } from "./support/stacks";

const root = path.resolve(__dirname, "../..");
const stage = awsStage();
let outdir: string;

/** Writes a stack as cdktf does. */
function synthesized(name: string, { json }: Stack, provider: object = {}): void {
  const folder = path.join(outdir, "stacks", name);
  mkdirSync(folder, { recursive: true });
  const block = [{ ...json.provider.aws![0], ...provider }];
  writeFileSync(path.join(folder, "cdk.tf.json"), JSON.stringify({ ...json, provider: { aws: block } }));
  const stacks = { [name]: { name, workingDirectory: path.join("stacks", name) } };
  writeFileSync(path.join(outdir, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const main = ["--import", "tsx", path.join(root, "preflight/main.ts"), ...args];
  const env = { ...process.env, CDKTF_OUTDIR: outdir, NODE_NO_WARNINGS: "1", ...environment };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, main, { cwd: root, env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

describe("npm run preflight", () => {
  beforeEach(() => {
    outdir = mkdtempSync(path.join(tmpdir(), "counterpart-preflight-"));
    stage.fake.on(DescribeRegionsCommand, {
      Regions: [{ RegionName: "us-east-1", OptInStatus: "opt-in-not-required" }],
    });
  });
  afterEach(() => rmSync(outdir, { recursive: true, force: true }));

  test("ends with 0 where nothing stands in the way", async () => {
    synthesized("aws-stack", empty());
    const { code, stdout } = await run(["aws", "--synthesized"]);
    expect(stdout).toMatch(
      /^ok {7}account: account 111122223333, as .*\nok {7}region: .*\naws-stack: 2 ok, 0 warnings, 0 failures/,
    );
    expect(code).toBe(0);
  });

  test("ends with 1 where a deployment would fail, and tells machines", async () => {
    synthesized("aws-stack", empty(), { allowed_account_ids: ["444455556666"] });
    const { code, stdout } = await run(["aws", "--synthesized", "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      stack: "aws-stack",
      verdict: "failure",
      answers: [{ id: "account", verdict: "failure" }, { id: "region" }],
    });
    expect(code).toBe(1);
  });

  test("adds what it says to the summary of a workflow's run", async () => {
    synthesized("aws-stack", empty(), { allowed_account_ids: ["444455556666"] });
    const summary = path.join(outdir, "summary.md");
    writeFileSync(summary, "before\n\n");
    await run(["aws", "--synthesized", "--without-rights", "--summary", summary]);
    expect(readFileSync(summary, "utf8")).toMatch(
      /^before\n\n[*][*]Preflight of aws-stack: 1 ok, 0 warnings, 1 failure[*][*]\n\n- failure `account`/,
    );
  });

  test("asks about a stack that was unpacked with its plan", async () => {
    synthesized("aws-stack", empty());
    rmSync(path.join(outdir, "manifest.json"));
    expect((await run(["aws", "--synthesized"])).code).toBe(0);
  });

  test("ends with 2 where nobody can be asked", async () => {
    synthesized("aws-stack", empty());
    const summary = path.join(outdir, "summary.md");
    const { code, stdout, stderr } = await run(["aws", "--synthesized", "--summary", summary], {
      AWS_ACCESS_KEY_ID: "",
      AWS_SECRET_ACCESS_KEY: "",
      AWS_CONFIG_FILE: path.join(outdir, "none"),
      AWS_SHARED_CREDENTIALS_FILE: path.join(outdir, "none"),
    });
    expect(stderr).toMatch(/^nobody was asked, because .*[Cc]redentials/);
    expect([code, stdout]).toEqual([2, ""]);
    expect(readFileSync(summary, "utf8")).toMatch(/^[*][*]Preflight of aws-stack: nobody was asked[*][*]/);
  });

  test.each([
    [["gcp"], /^which cloud\?/],
    [["aws", "--synthesized"], /^nothing was synthesized to /],
  ])("ends with 2 for %j", async (args, message) => {
    const { code, stderr } = await run(args);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
  });

  test("does not take a stack that was left out since for one that is there", async () => {
    synthesized("aws-stack", empty());
    synthesized("oci-stack", empty());
    const { code, stderr } = await run(["aws", "--synthesized"]);
    expect(stderr).toMatch(/^aws-stack was not synthesized: is it left out of `clouds`/);
    expect(code).toBe(2);
  });
});
