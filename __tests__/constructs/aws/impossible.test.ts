import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { SecurityGroup as Ec2SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { describe, expect, test } from "@jest/globals";
import { Egress, TieredNetwork, Zones } from "../../../constructs/aws";
import { SecurityGroup } from "../../../constructs/aws/network/security-group";
import { fullProduction } from "../../support/aws-stacks";
import { awsTestStack, resources, theResource } from "../../support/synth";
import { webTierWith } from "./web-tier";

/** Mistakes that AWS refuses, or that are useless there, and that neither `terraform validate` nor `terraform plan` notices. */
describe("what neither validate nor plan catches on AWS", () => {
  const stack = fullProduction();
  const database = theResource(stack, DbInstance);

  test("user data is base64 and at most 16 KB", () => {
    expect(theResource(stack, LaunchTemplate).user_data).toMatch(/^\$\{base64encode\(local\.[\w-]+\)\}$/);
    const { servers } = webTierWith().web;
    expect(() => servers.boot({ script: "x".repeat(16_385), after: [] })).toThrow(
      "[test/web/servers] `script` must be at most 16384 bytes long",
    );
  });

  test("a protected database has a final snapshot's name, and an unprotected one skips it", () => {
    expect(database).toMatchObject({
      skip_final_snapshot: false,
      final_snapshot_identifier: expect.any(String),
    });
    const { skip_final_snapshot } = theResource(
      webTierWith({}, { deletionProtected: false }).stack,
      DbInstance,
    );
    expect(skip_final_snapshot).toBe(true);
  });

  test("storage may grow above what it begins with", () => {
    expect(database.max_allocated_storage).toBeGreaterThan(database.allocated_storage as number);
    expect(() => webTierWith({}, { storageGiB: 200, maxStorageGiB: 100 })).toThrow(
      "[test/database] `maxStorageGiB` must be a whole number from 220",
    );
  });

  test("insights have a retention only where they are on, and monitoring a role wherever it is on", () => {
    expect(database).toMatchObject({
      performance_insights_enabled: true,
      monitoring_interval: 60,
      monitoring_role_arn: expect.stringMatching(/^\$\{aws_iam_role\./),
    });
  });

  test("no password is there to be too short, and no blue/green update that a managed secret forbids", () => {
    expect(Object.keys(database).filter((key) => /^(password|blue_green)/.test(key))).toEqual([]);
  });

  test("the parameters' family is the engine's, and what needs a reboot says so", () => {
    const { family, parameter } = theResource(stack, DbParameterGroup);
    expect(family).toBe(`postgres${database.engine_version as string}`);
    const immediate = (parameter as { name: string; apply_method: string }[])
      .filter(({ apply_method }) => apply_method === "immediate")
      .map(({ name }) => name);
    // Both are dynamic: https://www.postgresql.org/docs/current/runtime-config-logging.html
    expect(immediate).toEqual(["log_statement", "log_min_duration_statement"]);
  });

  test("nothing has subnets in one zone alone, or too small ones", () => {
    expect(() => Zones.named("us-east-1a")).toThrow("`zones` must be two or more different names");
    expect(() => Zones.available(1)).toThrow("`count` must be a whole number of zones from 2 to 6");
    expect(theResource(stack, Lb).subnets.length).toBeGreaterThanOrEqual(2);
    expect(
      () => new TieredNetwork(awsTestStack(), "network", { region: "eu-west-1", cidrBlock: "10.0.0.0/24" }),
    ).toThrow("[test/network] `cidrBlock` must be an IPv4 block from /16 to /22");
  });

  test.each(["Zürich", "a\nb", "", "x".repeat(256), 'say "hi"'])(
    "a firewall is not described as %j",
    (description) => {
      expect(() => new SecurityGroup(awsTestStack(), "firewall", { vpcId: "vpc-1", description })).toThrow(
        "[test/firewall] `description` must be 1 to 255 characters out of",
      );
    },
  );

  test("every HTTPS listener has a certificate and a policy", () => {
    const https = resources(stack, LbListener).filter(({ protocol }) => protocol === "HTTPS");
    expect(https).toHaveLength(1);
    for (const listener of https)
      expect(listener).toMatchObject({ certificate_arn: expect.any(String), ssl_policy: expect.any(String) });
  });

  test("a health check is over before the next begins", () => {
    const { timeout, interval } = theResource(stack, LbTargetGroup).health_check;
    expect(timeout).toBeLessThan(interval as number);
  });

  test("the least number of servers is not above the largest, and their own machine judges their health", () => {
    expect(() => webTierWith({ servers: { min: 3, max: 2 } })).toThrow("[test/web] `servers` must have");
    expect(theResource(stack, AutoscalingGroup)).toMatchObject({ health_check_type: "EC2" });
  });

  test("no refresh asks for a rollback, which AWS refuses where the image is a parameter", () => {
    expect(theResource(stack, LaunchTemplate).image_id).toMatch(/^resolve:ssm:/);
    const { instance_refresh } = theResource(stack, AutoscalingGroup);
    expect(instance_refresh).toHaveProperty("preferences");
    expect(instance_refresh).not.toHaveProperty("preferences.auto_rollback");
  });

  test("averages to keep are ones that servers can have", () => {
    for (const scaleAt of [
      { cpuPercent: 0, requestsPerMinute: 1 },
      { cpuPercent: 60, requestsPerMinute: 0 },
    ])
      expect(() => webTierWith({ scaleAt })).toThrow(
        "[test/web] `scaleAt` must have `cpuPercent` from 10 to 90",
      );
  });

  test("buckets have names that S3 takes", () => {
    for (const { bucket_prefix } of resources(stack, S3Bucket))
      expect(bucket_prefix).toMatch(/^[a-z0-9][a-z0-9-]{1,36}$/);
  });

  test("every role trusts one service, by name", () => {
    for (const { assume_role_policy } of resources(stack, IamRole))
      expect(JSON.parse(assume_role_policy as string)).toMatchObject({
        Statement: [
          { Action: "sts:AssumeRole", Principal: { Service: expect.stringMatching(/\.amazonaws\.com$/) } },
        ],
      });
  });

  test("a gateway endpoint has routes and neither subnets nor a name of its own", () => {
    for (const egress of [Egress.endpoints(), Egress.nat()]) {
      const own = awsTestStack();
      new TieredNetwork(own, "network", { region: "eu-west-1", egress });
      const [gateway] = resources(own, VpcEndpoint).filter(
        ({ vpc_endpoint_type }) => vpc_endpoint_type === "Gateway",
      );
      expect(gateway).toHaveProperty("route_table_ids");
      for (const argument of ["subnet_ids", "private_dns_enabled", "security_group_ids"])
        expect(gateway).not.toHaveProperty(argument);
    }
  });

  test("a flow log has somewhere to go, and a role that gets it there", () => {
    expect(theResource(stack, FlowLog)).toMatchObject({
      log_destination: expect.stringMatching(/^\$\{aws_cloudwatch_log_group\./),
      iam_role_arn: expect.stringMatching(/^\$\{aws_iam_role\./),
    });
  });

  test("no alarm asks for more bad periods than it looks at", () => {
    for (const { evaluation_periods, datapoints_to_alarm } of resources(stack, CloudwatchMetricAlarm))
      expect(datapoints_to_alarm ?? 1).toBeLessThanOrEqual(evaluation_periods as number);
  });

  test.each(["internal-app", "sg-app", "a".repeat(90)])("a stack named %s has names that AWS takes", (id) => {
    const named = webTierWith({}, {}, id).stack;
    expect(theResource(named, Lb).name).toMatch(/^(?!internal-)[a-z](-?[a-z0-9]+){0,31}$/);
    expect((theResource(named, Lb).name as string).length).toBeLessThanOrEqual(32);
    for (const { name_prefix } of resources(named, Ec2SecurityGroup))
      expect(name_prefix).toMatch(/^(?!sg-).{1,229}$/);
    for (const { name_prefix } of resources(named, IamRole)) expect(name_prefix).toMatch(/^[\w-]{1,38}$/);
    expect(theResource(named, LbTargetGroup).name_prefix).toMatch(/^.{1,6}$/);
  });
});
