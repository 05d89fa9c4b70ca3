import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { offline } from "../../../support/aws-provider";
import { whyNoAwsProvider } from "../../../../rehearsal/machine/providers";
import { TerraformFolder } from "../../../support/terraform";

const name = "servers";
const template = (version: string) => [{ id: "lt-0123456789abcdef0", version }];
const refresh = [
  {
    strategy: "Rolling",
    preferences: [{ auto_rollback: true, min_healthy_percentage: 100, max_healthy_percentage: 200 }],
  },
];
const group = {
  name,
  min_size: 2,
  max_size: 4,
  vpc_zone_identifier: ["subnet-1"],
  instance_refresh: refresh,
};

/** A group whose servers were made from version 1 of a launch template, as Terraform remembers it. */
const state = {
  version: 4,
  serial: 1,
  lineage: "rollback",
  resources: [
    {
      mode: "managed",
      type: "aws_autoscaling_group",
      name,
      provider: 'provider["registry.terraform.io/hashicorp/aws"]',
      instances: [
        {
          schema_version: 1,
          attributes: { id: name, ...group, launch_template: template("1") },
          private: "",
        },
      ],
    },
  ],
};

const missing = whyNoAwsProvider();
(missing ? describe.skip : describe)(`an automatic rollback${missing ? ` (${missing})` : ""}`, () => {
  let service: ChildProcess;
  let port = "";
  const calls: Record<string, string>[] = [];

  beforeAll(async () => {
    const file = join(__dirname, "../../../support/auto-scaling-service.mjs");
    service = spawn(process.execPath, [file], { stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface({ input: service.stdout! });
    port = await new Promise<string>((resolve) => lines.once("line", resolve));
    lines.on("line", (line) => calls.push(JSON.parse(line) as Record<string, string>));
  });
  afterAll(() => void service.kill());

  // Once this fails, docs/decisions/0011-no-automatic-rollback.md has lost its reason.
  test("would lead to where it comes from: the provider gives the group its new template first", async () => {
    const endpoints = [{ autoscaling: `http://127.0.0.1:${port}` }];
    const terraform = new TerraformFolder(
      offline({
        provider: { aws: [{ region: "us-east-1", endpoints }] },
        resource: { aws_autoscaling_group: { [name]: { ...group, launch_template: template("2") } } },
      }),
    );
    const before = join(mkdtempSync(join(tmpdir(), "counterpart-state-")), "terraform.tfstate");
    writeFileSync(before, JSON.stringify(state));
    expect(() =>
      terraform.run("apply", `-state=${before}`, "-refresh=false", "-auto-approve", "-input=false"),
    ).toThrow("DescribeAutoScalingGroups");
    // What the service said while Terraform ran is read only now.
    const ended = new Promise((resolve) => service.once("close", resolve));
    service.kill();
    await ended;
    const [update, start] = calls;
    expect(update).toMatchObject({ Action: "UpdateAutoScalingGroup", "LaunchTemplate.Version": "2" });
    expect(start).toMatchObject({
      Action: "StartInstanceRefresh",
      "Preferences.AutoRollback": "true",
      "DesiredConfiguration.LaunchTemplate.Version": "2",
    });
  });
});
