import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { driftReport } from "../../delivery/plan/drift";
import { profiles } from "../../stacks/context/profiles";
import { AwsDeployment } from "../../rehearsal/aws/deployment";
import { AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { has, pathOf } from "../support/skip";

const minutes = 60_000;
const missing = whyNoAwsEmulator() ?? (has("aws") ? undefined : "needs aws");
const whereEmulatorIs = missing ? describe.skip : describe;
const pages = path.join(__dirname, "../../docs/runbooks");
const region = ["--region", "us-east-1"];

/** Commands that moto does not know, or that are not about the account: each page says that they were not run. */
const notRun = /^((cd|git|npm|terraform (state|import))\b|address=)|start-instance-refresh|rotate-secret/;

/** The commands of a page about AWS, a line each. */
function commandsOf(page: string): string[] {
  const text = readFileSync(path.join(pages, `${page}.md`), "utf8");
  const [, aws = ""] = /^## AWS$(.*?)^## /ms.exec(text) ?? [];
  return [...aws.matchAll(/^ *```sh$(.*?)^ *```$/gms)]
    .flatMap(([, block = ""]) => block.replaceAll(/\\\n\s*/g, "").split("\n"))
    .map((line) => line.trim())
    .filter(Boolean);
}

whereEmulatorIs(`runbooks, on AWS${missing ? ` (${missing})` : ""}`, () => {
  let aws: AwsEmulator;
  let stack: AwsDeployment;
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeAll(async () => {
    aws = await AwsEmulator.start();
    stack = new AwsDeployment(aws);
    await stack.apply({ region: "us-east-1", profile: profiles.lab });
    folder = mkdtempSync(path.join(tmpdir(), "counterpart-runbooks-"));
    env = {
      ...stack.environment,
      AWS_DEFAULT_REGION: "us-east-1",
      PATH: `${folder}/bin${path.delimiter}${process.env.PATH}`,
    };
    mkdirSync(path.join(folder, "bin"));
    // In the stack's folder Terraform would find the state by itself.
    program("terraform", `"$1" -state=${stack.statePath} "\${@:2}"`);
    // AWS's command line overlooks the variable for RDS in us-east-1.
    program("aws", `--endpoint-url ${aws.endpoint} "$@"`);
  }, 30 * minutes);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    stack.delete();
    await aws.stop();
  });

  const program = (name: string, args: string) =>
    writeFileSync(path.join(folder, "bin", name), `#!/bin/bash\nexec ${pathOf(name)} ${args}\n`, {
      mode: 0o755,
    });
  const shell = async (script: string) =>
    (await promisify(execFile)("bash", ["-euc", script], { env, cwd: folder })).stdout;
  const ask = async <T>(...args: readonly string[]) =>
    JSON.parse(
      (await promisify(execFile)("aws", [...args, ...region, "--output", "json"], { env })).stdout,
    ) as T;
  const run = async (page: string, variables: Readonly<Record<string, string>> = {}) => {
    const assigned = Object.entries(variables).map(([name, value]) => `${name}='${value}'`);
    const commands = commandsOf(page).filter((command) => !notRun.test(command));
    await shell([...assigned, ...commands].join("\n"));
    return commands;
  };
  const databases = async () => {
    const { DBInstances } = await ask<{
      DBInstances: { DBInstanceIdentifier: string; DBInstanceClass: string }[];
    }>("rds", "describe-db-instances");
    return Object.fromEntries(DBInstances.map((each) => [each.DBInstanceIdentifier, each.DBInstanceClass]));
  };
  interface Group {
    readonly MinSize: number;
    readonly DesiredCapacity: number;
    readonly Instances: readonly { readonly InstanceId: string; readonly HealthStatus: string }[];
  }
  const group = async () => {
    const { AutoScalingGroups } = await ask<{ AutoScalingGroups: [Group] }>(
      "autoscaling",
      "describe-auto-scaling-groups",
    );
    return AutoScalingGroups[0];
  };

  test(
    "scale servers and database, and the nightly look finds it",
    async () => {
      const [database] = Object.keys(await databases());
      expect((await run("scale", { database: database! })).length).toBeGreaterThan(3);
      expect(await group()).toMatchObject({ MinSize: 3, DesiredCapacity: 3 });
      expect(await databases()).toEqual({ [database!]: "db.t4g.medium" });
      const report = driftReport(await stack.showPlan("-refresh-only"));
      expect(report).toMatch(/! aws_autoscaling_group\.\S+ \(.*min_size.*\)/);
      expect(report).toMatch(/! aws_db_instance\.\S+ \(.*instance_class.*\)/);
    },
    10 * minutes,
  );

  test(
    "restart one server",
    async () => {
      const { Instances } = await group();
      const server = Instances[0]!.InstanceId;
      expect(await run("restart", { server })).not.toEqual([]);
      const { Instances: after } = await group();
      expect(after.find(({ InstanceId }) => InstanceId === server)?.HealthStatus ?? "gone").not.toBe(
        "Healthy",
      );
    },
    5 * minutes,
  );

  test(
    "restore the database, in the place of the one before",
    async () => {
      const [database] = Object.keys(await databases());
      const subnets = await shell(
        "aws rds describe-db-subnet-groups --region us-east-1 --query 'DBSubnetGroups[0].DBSubnetGroupName' --output text",
      );
      const firewall = await shell(
        "aws ec2 describe-security-groups --region us-east-1 --query 'SecurityGroups[0].GroupId' --output text",
      );
      await run("restore", {
        moment: "2026-11-20T12:00:00Z",
        subnets: subnets.trim(),
        group: firewall.trim(),
      });
      expect(Object.keys(await databases()).sort()).toEqual([database!, `${database!}-before`].sort());
    },
    5 * minutes,
  );
});
