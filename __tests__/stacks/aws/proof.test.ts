import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { gunzipSync } from "fflate";
import { profiles } from "../../../stacks/context/profiles";
import { artifact } from "../../../webapp/build/artifact";
import { list, mayDo, permissions, policies, type Statement } from "../../../proofs/aws/iam";
import { readReference } from "../../../proofs/aws/references";
import { packetPaths } from "../../../proofs/aws/packets";
import { secretPlaces } from "../../../proofs/secrets";
import { awsOptionSets, awsStack, fullProduction } from "../../support/aws-stacks";
import { bootScriptOf, unitsIn } from "../../support/boot";
import { testWith } from "../../support/skip";
import { synth, type SynthesizedStack } from "../../support/synth";

const lab = synth(awsStack(profiles.lab));
const production = synth(awsStack(profiles.production));
const full = synth(fullProduction());

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
    expect(more).toEqual(["load balancer → database: 5432", "load balancer → internet: 5432"]);
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

describe("a secret on AWS", () => {
  test("does not get from the environment of whoever synthesizes into JSON, first-boot data or artifact", async () => {
    const canary = "canary-4f1c2b";
    const names = [
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "DB_PASSWORD",
      "TF_VAR_password",
      "HOME_SECRET",
    ];
    const saved = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = canary;
    try {
      expect(JSON.stringify(synth(fullProduction()))).not.toContain(canary);
      const bytes = gunzipSync(await artifact(join(__dirname, "../../../webapp")));
      expect(Buffer.from(bytes).includes(canary)).toBe(false);
    } finally {
      for (const [index, name] of names.entries())
        if (saved[index] === undefined) delete process.env[name];
        else process.env[name] = saved[index];
    }
  });

  test("has no place in the JSON: nothing takes a password, and no output shows one", () => {
    expect(secretPlaces(full).map(({ place }) => place)).toEqual([
      "aws_db_instance.manage_master_user_password",
    ]);
    const values = Object.values(full.output).map(({ value }) => value as string);
    expect(values.join()).not.toMatch(/password|secret_string|secret\[0\]\.(?!secret_arn)/);
  });
});

describe("the first boot on AWS", () => {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-aws-boot-"));
  const script = bootScriptOf(fullProduction()).replace(/\$\{[^}]+\}/g, "filled-in");
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  testWith("shellcheck", "is clean to shellcheck", () => {
    expect(execFileSync("shellcheck", [file("boot.sh", script)], { encoding: "utf8" })).toBe("");
  });

  testWith("cloud-init", "is what cloud-init takes for a script, and not for a configuration", () => {
    const ask = `from cloudinit.handlers import type_from_starts_with as kind; print(kind(open(${JSON.stringify(file("user-data", script))}).read()))`;
    expect(execFileSync("/usr/bin/python3", ["-c", ask], { encoding: "utf8" }).trim()).toBe(
      "text/x-shellscript",
    );
  });

  test("tells the agent which files to ship, in JSON", () => {
    const [, configuration = ""] = /servers\.json <<'EOF'\n([^]*?)\nEOF/.exec(script) ?? [];
    const files = (
      JSON.parse(configuration) as {
        logs: {
          logs_collected: { files: { collect_list: { file_path: string; log_group_name: string }[] } };
        };
      }
    ).logs.logs_collected.files.collect_list;
    expect(files.map(({ file_path }) => file_path)).toEqual([
      "/var/log/counter/counter.log",
      "/var/log/counter/system.log",
      "/var/log/cloud-init-output.log",
    ]);
    for (const { log_group_name } of files) expect(log_group_name).toBe("/aws-stack/web");
    for (const path of ["counter.log", "system.log"])
      expect(script).toContain(`copy-journal /var/log/counter/${path} `);
  });

  const units = Object.entries(unitsIn(script)).map(([name, text]) => ({
    name,
    text: text
      .replaceAll("/usr/bin/node-24", process.execPath)
      .replaceAll("$release", "/opt/counter/release"),
  }));

  testWith("systemd-analyze", "installs units that systemd understands", () => {
    for (const { name, text } of units) file(name, text);
    const paths = units.map(({ name }) => join(folder, name));
    expect(paths).toHaveLength(5);
    const output = execFileSync(
      "sh",
      ["-c", 'systemd-analyze verify --recursive-errors=no --man=no "$@" 2>&1', "sh", ...paths],
      {
        encoding: "utf8",
        env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
      },
    );
    expect(output.split("\n").filter((line) => line.includes("counter"))).toEqual([]);
  });

  testWith("systemd-analyze", "runs the app with an exposure below 2.0", () => {
    for (const { name, text } of units.filter((unit) => /^counter(-migrate)?\.service$/.test(unit.name))) {
      const output = execFileSync(
        "systemd-analyze",
        ["security", "--offline=true", "--threshold=19", "--no-pager", file(name, text)],
        { encoding: "utf8" },
      );
      expect(output).toMatch(/Overall exposure level for \S+: [01]\.\d/);
    }
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
