import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import { LoggingUnifiedAgentConfiguration } from "@cdktf/provider-oci/lib/logging-unified-agent-configuration";
import { MonitoringAlarm } from "@cdktf/provider-oci/lib/monitoring-alarm";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { carriedMetrics } from "../constructs/app-metrics";
import { AwsStack } from "../stacks/aws-stack";
import { counterMetrics } from "../stacks/counter-metrics";
import { OciStack } from "../stacks/oci-stack";
import { profiles } from "../stacks/context/profiles";
import { readConfig } from "../webapp/src/config/environment";
import { type Server, serveArtifact, unpackArtifact, until } from "../webapp/test/support/artifact";
import { bootEnvironment, bootScriptOf } from "./support/boot";
import { resources, theResource } from "./support/synth";
import { agentFile } from "./support/agent-files";

const profile = profiles.lab;
const aws = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile });
const oci = new OciStack(Testing.app(), "oci-stack", { profile });

/** A series that the artifact serves: its name first. */
type Series = Readonly<Record<string, string>> & { readonly __name__: string };

let artifact: { path: string; remove(): void };
let server: Server;
let served: readonly Series[];
let types: ReadonlyMap<string, string>;

beforeAll(async () => {
  artifact = await unpackArtifact();
  server = await serveArtifact(artifact.path, { DB_DRIVER: "memory", METRICS_PORT: "0" });
  const address = () => /http:[^" ]+\/metrics/.exec(server.output())?.[0];
  await until(() => address() !== undefined, "metrics are served");
  for (const path of ["/", "/visits", "/health"]) await fetch(server.url + path);
  const text = await (await fetch(address() ?? "")).text();
  types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = "", type = ""]) => [name, type]),
  );
  served = [...text.matchAll(/^([a-z]\w*)(?:\{(.*)\})? \S+$/gm)].map(([, name = "", labels = ""]) => ({
    ...Object.fromEntries([...labels.matchAll(/(\w+)="([^"]*)"/g)].map(([, label, value]) => [label, value])),
    __name__: name,
  }));
});
afterAll(async () => {
  server.process.kill("SIGTERM");
  await server.ended;
  artifact.remove();
});

const carried = carriedMetrics(counterMetrics);

describe("what an app measures itself", () => {
  test("is served by the artifact, under each name and label that a graph or an alarm asks for", () => {
    for (const { name, labels = {} } of carried)
      expect(served).toContainEqual(expect.objectContaining({ __name__: name, ...labels }));
  });

  test("is of types that CloudWatch's agent does not drop", () => {
    for (const { name } of carried) expect(["counter", "gauge", "summary"]).toContain(types.get(name));
  });

  test("is served on loopback, by servers that open no other port than that of visits", () => {
    for (const stack of [aws, oci]) {
      const { METRICS_PORT, METRICS_HOST } = bootEnvironment(bootScriptOf(stack), "serve");
      expect(METRICS_HOST).toBeUndefined();
      expect(readConfig({ DB_DRIVER: "memory", METRICS_PORT }).metrics).toEqual({
        host: "127.0.0.1",
        port: counterMetrics.port,
      });
      expect(bootEnvironment(bootScriptOf(stack), "migrate")).not.toHaveProperty("METRICS_PORT");
      expect(bootScriptOf(stack)).not.toContain(`--add-port=${METRICS_PORT}`);
    }
    const opened = [
      ...resources(aws, VpcSecurityGroupIngressRule).map((rule) => [rule.from_port, rule.to_port]),
      ...resources(oci, CoreNetworkSecurityGroupSecurityRule).map(({ tcp_options: tcp }) => {
        const range = tcp.destination_port_range as { min: number; max: number };
        return [range.min, range.max];
      }),
    ] as [number, number][];
    expect(opened.length).toBeGreaterThan(8);
    const { port } = counterMetrics;
    for (const [from, to] of opened) expect(from <= port && port <= to).toBe(false);
  });
});

const [job] = agentFile(bootScriptOf(aws), "prometheus.yaml").scrape_configs;

describe("what an app measures itself on AWS", () => {
  const { prometheus } = agentFile(bootScriptOf(aws), "servers.json").logs.metrics_collected;
  const declarations = prometheus.emf_processor.metric_declaration as {
    dimensions: string[][];
    metric_selectors: string[];
  }[];

  test("is read by the agent where the app serves it, and of it what is carried alone", () => {
    expect(job.static_configs[0].targets).toEqual([`127.0.0.1:${counterMetrics.port}`]);
    const [{ source_labels, regex, action }] = job.metric_relabel_configs;
    expect(action).toBe("keep");
    const kept = served.filter((series) =>
      new RegExp(`^(?:${regex})$`).test(
        (source_labels as string[]).map((label) => (series as Record<string, string>)[label] ?? "").join(";"),
      ),
    );
    const asked = served.filter((series) =>
      carried.some(({ name, labels = {} }) =>
        Object.entries({ __name__: name, ...labels }).every(
          ([label, value]) => (series as Record<string, string>)[label] === value,
        ),
      ),
    );
    expect(kept).toEqual(asked);
    expect(kept.length).toBeLessThan(served.length / 2);
  });

  test("becomes a metric by exactly the dimensions that dashboard and alarms ask for, none of them a server", () => {
    const shown = JSON.parse(theResource(aws, CloudwatchDashboard).dashboard_body as string) as {
      widgets: { properties: { metrics: unknown[][] } }[];
    };
    const inGraphs = shown.widgets
      .flatMap(({ properties }) => properties.metrics)
      .filter(([namespace]) => namespace === "counter")
      .map(([, name, ...rest]) => ({
        name: name as string,
        dimensions: rest.filter((part) => typeof part === "string").filter((_, index) => index % 2 === 0),
        tier: rest[1],
      }));
    const inAlarms = resources(aws, CloudwatchMetricAlarm)
      .filter(({ namespace }) => namespace === "counter")
      .map(({ metric_name, dimensions }) => ({
        name: metric_name as string,
        dimensions: Object.keys(dimensions as object),
        tier: (dimensions as Record<string, string>).WebTier,
      }));
    expect([inGraphs.length, inAlarms.length]).toEqual([8, 2]);
    for (const { name, dimensions, tier } of [...inGraphs, ...inAlarms]) {
      const declared = declarations.filter(({ metric_selectors }) =>
        metric_selectors.some((selector) => new RegExp(selector).test(name)),
      );
      expect(declared.map((one) => one.dimensions.map((set) => [...set].sort()))).toEqual([
        [[...dimensions].sort()],
      ]);
      expect(tier).toBe(job.static_configs[0].labels.WebTier);
    }
    expect(prometheus.emf_processor.metric_namespace).toBe("counter");
  });

  test("goes to the log group that servers may write to, and needs no right besides", () => {
    expect(prometheus.log_group_name).toBe("/aws-stack/web");
    const policies = resources(aws, IamRolePolicy).map(({ policy }) => policy as string);
    expect(policies.filter((policy) => policy.includes("logs:PutLogEvents"))).toHaveLength(1);
    expect(policies.join()).not.toContain("cloudwatch:");
  });

  test("divides visits by updates", () => {
    const { dashboard_body } = theResource(aws, CloudwatchDashboard);
    expect(dashboard_body).toContain('{"expression":"m0 / divisor","label":"visits by updates","id":"e0"}');
  });
});

describe("what an app measures itself on OCI", () => {
  const [configuration] = resources(oci, LoggingUnifiedAgentConfiguration)
    .map(({ service_configuration: service }) => service)
    .filter(({ configuration_type }) => configuration_type === "MONITORING");
  const [application] = configuration.application_configurations;
  const namespace = application.destination.metrics_namespace as string;

  test("is read by the agent where the app serves it, and of it what is carried alone", () => {
    expect(application.source.scrape_targets).toEqual([
      { name: "counter", url: `http://127.0.0.1:${counterMetrics.port}/metrics` },
    ]);
    const allowed = (application.unified_agent_configuration_filter.allow_list as string[]).map(
      (pattern) => new RegExp(pattern),
    );
    const names = new Set(served.map(({ __name__: name }) => name));
    const kept = [...names].filter((name) => allowed.some((pattern) => pattern.test(name)));
    expect(kept.sort()).toEqual([...new Set(carried.map(({ name }) => name))].sort());
  });

  test("goes to a namespace of the stack's own, which servers may write to and to no other", () => {
    expect(namespace).toMatch(/^(?!oci_|oracle_)[a-z]\w*$/);
    const statements = resources(oci, IdentityPolicy).flatMap(({ statements }) => statements as string[]);
    expect(statements.filter((statement) => statement.includes(" metrics "))).toEqual([
      expect.stringMatching(
        new RegExp(` to use metrics in .* where target[.]metrics[.]namespace = '${namespace}'$`),
      ),
    ]);
    expect(statements.join()).not.toContain("unified-configuration");
  });

  test("sounds alarms in that namespace, by names and labels that are served", () => {
    const alarms = resources(oci, MonitoringAlarm).filter((alarm) => alarm.namespace === namespace);
    expect(alarms).toHaveLength(counterMetrics.alarms.length);
    for (const { query } of alarms) {
      const [, name = "", labels = ""] = /^(\w+)\[1m\](?:\{(.*)\})?\.grouping\(\)\.\w+\(\) > [\d.]+$/.exec(
        query as string,
      )!;
      const pairs = [...labels.matchAll(/(\w+) = "([^"]*)"/g)].map(([, label, value]) => [label, value]);
      expect(served).toContainEqual(
        expect.objectContaining({ __name__: name, ...Object.fromEntries(pairs) }),
      );
    }
  });
});
