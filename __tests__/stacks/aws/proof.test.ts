import { describe, expect, test } from "@jest/globals";
import { profiles } from "../../../stacks/context/profiles";
import { list, mayDo, permissions, policies, type Statement } from "../../../proofs/aws/iam";
import { readReference } from "../../../proofs/aws/references";
import { packetPaths } from "../../../proofs/aws/packets";
import { awsOptionSets, awsStack } from "../../support/aws-stacks";
import { synth, type SynthesizedStack } from "../../support/synth";
import { lab, production, full } from "./synthesized";

describe("a packet's way on AWS, by the JSON alone", () => {
  const inside = [
    "load balancer → servers: 8080",
    "servers → S3: 443",
    "servers → database: 5432",
    "servers → logs: 443",
    "servers → secretsmanager: 443",
    "servers → ssm: 443",
    "servers → ssmmessages: 443",
  ];

  test("leads from the internet to the load balancer, to the servers, to the database and AWS, and nowhere else", () => {
    expect(packetPaths(lab)).toEqual(["internet → load balancer: 80", ...inside].sort());
    for (const json of [production, full])
      expect(packetPaths(json)).toEqual(
        ["internet → load balancer: 80", "internet → load balancer: 443", ...inside].sort(),
      );
  });

  test("is found where somebody opens a way", () => {
    const [database = ""] = Object.values(lab.resource.aws_db_instance!)[0]!
      .vpc_security_group_ids as string[];
    const [balancer = ""] = Object.values(lab.resource.aws_lb!)[0]!.security_groups as string[];
    const tcp = { ip_protocol: "tcp", from_port: 5432, to_port: 5432 };
    const opened = changed(lab, (resource) => {
      resource.aws_vpc_security_group_egress_rule!.oops = {
        ...tcp,
        security_group_id: balancer,
        cidr_ipv4: "0.0.0.0/0",
      };
      resource.aws_vpc_security_group_ingress_rule!.oops = {
        ...tcp,
        security_group_id: database,
        cidr_ipv4: "0.0.0.0/0",
      };
    });
    const more = packetPaths(opened).filter((path) => !packetPaths(lab).includes(path));
    expect(more).toEqual([
      "0.0.0.0/0 → database: 5432",
      "load balancer → database: 5432",
      "load balancer → internet: 5432",
    ]);
  });

  test("has no rule for all ports or all protocols", () => {
    for (const type of ["ingress", "egress"])
      for (const rule of Object.values(full.resource[`aws_vpc_security_group_${type}_rule`]!))
        expect(rule).toMatchObject({ ip_protocol: "tcp", from_port: rule.to_port });
  });
});

describe("what each identity on AWS may do", () => {
  const servers = permissions(full).get("ec2.amazonaws.com")!;
  const only = (key: string) => Object.keys(full.resource[key]!)[0]!;
  const instance = only("aws_db_instance");
  const account = Object.keys(full.locals!).find((name) => name.startsWith("database_account"))!;
  const users = `arn:aws:rds-db:us-east-1:\${local.${account}}:dbuser:\${aws_db_instance.${instance}.resource_id}`;
  const secret = `\${aws_db_instance.${instance}.master_user_secret[0].secret_arn}`;

  test("servers log in as the app, and as nobody else", () => {
    expect(mayDo(servers, "rds-db:connect", `${users}/webapp`)).toBe(true);
    expect(mayDo(servers, "rds-db:connect", `${users}/counterpart`)).toBe(false);
    expect(mayDo(servers, "rds-db:connect", users.replace("dbuser:", "dbuser:other") + "/webapp")).toBe(
      false,
    );
  });

  test("servers read one secret, and change none", () => {
    expect(mayDo(servers, "secretsmanager:GetSecretValue", secret)).toBe(true);
    expect(mayDo(servers, "secretsmanager:GetSecretValue", `${secret}-other`)).toBe(false);
    for (const action of ["PutSecretValue", "ListSecrets", "RotateSecret", "DeleteSecret"])
      expect(mayDo(servers, `secretsmanager:${action}`, secret)).toBe(false);
  });

  test("servers read the artifact, and write nothing anywhere", () => {
    const statement = servers.find(({ Action }) => list(Action).includes("s3:GetObjectVersion"))!;
    const [object = ""] = list(statement.Resource);
    expect(object).toMatch(/^\$\{aws_s3_bucket\.[\w-]+\.arn\}\/\$\{aws_s3_object\.[\w-]+\.key\}$/);
    expect(mayDo(servers, "s3:GetObjectVersion", `${object}-other`)).toBe(false);
    for (const action of [
      "s3:PutObject",
      "s3:DeleteObject",
      "s3:ListBucket",
      "ssm:GetParameter",
      "iam:PassRole",
    ])
      expect(mayDo(servers, action, object)).toBe(false);
  });

  test("servers append to their own log, and delete nothing", () => {
    const [, group = ""] = /(\$\{aws_cloudwatch_log_group\.[\w-]+\.arn\}):/.exec(
      list(servers.find(({ Action }) => list(Action).includes("logs:PutLogEvents"))!.Resource)[0]!,
    )!;
    expect(full.resource.aws_cloudwatch_log_group![readReference(group).name]!.name).toBe("/aws-stack/web");
    expect(mayDo(servers, "logs:PutLogEvents", `${group}:log-stream:i-1/counter`)).toBe(true);
    for (const action of ["logs:DeleteLogGroup", "logs:DeleteLogStream", "logs:PutRetentionPolicy"])
      expect(mayDo(servers, action, `${group}:log-stream:i-1/counter`)).toBe(false);
  });

  test("flow logs are written by a role that can do only that", () => {
    const flowLogs = permissions(production).get("vpc-flow-logs.amazonaws.com")!;
    const resources = flowLogs.flatMap(({ Resource }) => list(Resource));
    expect(
      flowLogs
        .flatMap(({ Action }) => list(Action))
        .every((action) => /^logs:(Create|Put|Describe)/.test(action)),
    ).toBe(true);
    expect(resources).toEqual([
      expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.network_flow-logs\w*\.arn\}:\*$/),
    ]);
  });

  test("every statement names its resource, but for what has none", () => {
    const nameless = policies(full).flatMap(({ type, statements }) =>
      statements
        .filter(({ Effect, Resource }) => Effect === "Allow" && list(Resource).includes("*"))
        .map(
          ({ Action }) =>
            `${type}: ${list(Action)
              .map((action) => action.split(":")[0])
              .filter(unique)
              .join(", ")}`,
        ),
    );
    // A shell's channels know no resource; in a key's own policy `*` is the key.
    expect(nameless.filter(unique).sort()).toEqual([
      "aws_iam_role_policy: ssm, ssmmessages",
      "aws_kms_key_policy: kms",
    ]);
  });

  test("nobody is let in whom nobody named", () => {
    const open = (statement: Statement) =>
      statement.Effect === "Allow" &&
      /^("\*"|\{"AWS":"\*"\})$/.test(JSON.stringify(statement.Principal ?? ""));
    const all = policies(full);
    expect(all.length).toBeGreaterThan(8);
    expect(all.flatMap(({ statements }) => statements.filter(open))).toEqual([]);
    expect(
      all.flatMap(({ statements }) => statements.filter(({ Action }) => list(Action).includes("*"))),
    ).toEqual([]);
  });

  test("services reach key and topic for this account only", () => {
    for (const type of ["aws_kms_key_policy", "aws_sns_topic_policy"])
      for (const { statements } of policies(full).filter((policy) => policy.type === type))
        for (const { Principal, Condition } of statements)
          if (JSON.stringify(Principal).includes("Service"))
            expect(JSON.stringify(Condition)).toMatch(/\$\{local\.\w*account_\w+\}/);
  });
});

describe("dimensions on AWS", () => {
  const attributes: Record<string, string> = {
    LoadBalancer: "aws_lb.arn_suffix",
    TargetGroup: "aws_lb_target_group.arn_suffix",
    DBInstanceIdentifier: "aws_db_instance.identifier",
  };
  const groupNames = Object.values(full.resource.aws_autoscaling_group!).map(({ name }) => name as string);

  const check = (name: string, value: string) => {
    if (name === "AutoScalingGroupName") return expect(groupNames).toContain(value);
    // What the app measures itself: app-metrics.test.ts compares it with what servers send.
    if (name === "WebTier") return expect(groupNames).toContain(value);
    if (name === "quantile" || name === "statement") return;
    const { type, name: id, attribute } = readReference(value);
    expect(`${type}.${attribute}`).toBe(attributes[name]);
    expect(full.resource[type]).toHaveProperty(id);
  };

  test("of the dashboard belong to resources of the stack", () => {
    const [dashboard] = Object.values(full.resource.aws_cloudwatch_dashboard!);
    const { widgets } = JSON.parse(dashboard!.dashboard_body) as {
      widgets: { properties: { metrics: (string | object)[][] } }[];
    };
    const metrics = widgets.flatMap(({ properties }) => properties.metrics);
    expect(metrics.length).toBeGreaterThan(20);
    for (const [, , ...rest] of metrics) {
      const pairs = rest.filter((part) => typeof part === "string");
      for (let i = 0; i < pairs.length; i += 2) check(pairs[i]!, pairs[i + 1]!);
    }
  });

  test("of alarms belong to resources of the stack", () => {
    const alarms = Object.values(full.resource.aws_cloudwatch_metric_alarm!);
    const metrics = alarms.flatMap(({ metric_query, ...alarm }) =>
      metric_query ? metric_query.flatMap((query: { metric?: object }) => query.metric ?? []) : [alarm],
    );
    expect(metrics.length).toBeGreaterThan(alarms.length);
    for (const { dimensions } of metrics)
      for (const [name, value] of Object.entries(dimensions as Record<string, string>)) check(name, value);
  });

  test("by which servers scale are the balancer's and its target group's", () => {
    const [label] = Object.values(full.resource.aws_autoscaling_policy!).flatMap(
      ({ target_tracking_configuration: { predefined_metric_specification: metric } }) =>
        metric.resource_label ?? [],
    ) as string[];
    const [balancer = "", targets = ""] = label!.split("/");
    check("LoadBalancer", balancer);
    check("TargetGroup", targets);
  });
});

function unique<T>(value: T, index: number, all: readonly T[]): boolean {
  return all.indexOf(value) === index;
}

function changed(
  json: SynthesizedStack,
  change: (resource: SynthesizedStack["resource"]) => void,
): SynthesizedStack {
  const copy = structuredClone(json);
  change(copy.resource);
  return copy;
}

test("every option leaves the way of a packet as it is, or opens what it says", () => {
  for (const options of Object.values(awsOptionSets).filter(({ existingNetwork }) => !existingNetwork)) {
    const paths = packetPaths(synth(awsStack(profiles.lab, options)));
    const more = paths.filter((path) => !packetPaths(lab).includes(path));
    expect(more).toEqual([
      ...(options.https ? ["internet → load balancer: 443"] : []),
      ...(options.ownNetwork?.egress ? ["servers → internet: 443"] : []),
    ]);
  }
});
