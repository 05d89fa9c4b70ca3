import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { AwsStack } from "../stacks/aws-stack";
import { profiles } from "../stacks/context/profiles";
import { manifestsOf } from "../proofs/aws/clusters";
import { serveArtifact, unpackArtifact } from "../webapp/test/support/artifact";
import { metricNames } from "../webapp/src/telemetry/metrics/names";
import { kubernetes } from "./support/aws-stacks";
import { bootScriptOf } from "./support/boot";
import { resources, synth, theResource } from "./support/synth";
import { agentFile } from "./support/agent-files";

const profile = profiles.lab;
const servers = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile });

let artifact: { path: string; remove(): void };
beforeAll(async () => {
  artifact = await unpackArtifact();
});
afterAll(() => artifact.remove());

describe("what an app measures itself in pods on AWS", () => {
  const cluster = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile, kubernetes });
  const deployment = manifestsOf(synth(cluster)).find(({ kind }) => kind === "Deployment")!;
  const [container] = deployment.spec.template.spec.containers as [
    { env: { name: string; value: string }[] },
  ];
  const variable = container.env.find(({ name }) => name === "METRICS_EMBEDDED")!.value;
  /** Metrics that CloudWatch makes of what the artifact writes, each as namespace, name and dimensions. */
  let made: Map<string, number>;

  beforeAll(async () => {
    const pod = await serveArtifact(artifact.path, { DB_DRIVER: "memory", METRICS_EMBEDDED: variable });
    for (const path of ["/", "/", "/health"]) await fetch(pod.url + path);
    pod.process.kill("SIGTERM");
    await pod.ended;
    const lines = pod
      .output()
      .split("\n")
      .filter((line) => line.startsWith('{"_aws"'))
      // eslint-disable-next-line @typescript-eslint/no-explicit-any
      .map((line): any => JSON.parse(line));
    made = new Map(
      lines.flatMap((line) =>
        // eslint-disable-next-line @typescript-eslint/no-explicit-any
        line._aws.CloudWatchMetrics.flatMap(({ Namespace, Dimensions: [names], Metrics }: any) =>
          Metrics.map(({ Name }: { Name: string }) => [
            seriesOf(Namespace, Name, Object.fromEntries(names.map((name: string) => [name, line[name]]))),
            line[Name],
          ]),
        ),
      ),
    );
  });

  test("is in its log lines, under the names and dimensions of each graph and each alarm, and nothing else is", () => {
    const shown = JSON.parse(theResource(cluster, CloudwatchDashboard).dashboard_body as string) as {
      widgets: { properties: { metrics: unknown[][] } }[];
    };
    const inGraphs = shown.widgets
      .flatMap(({ properties }) => properties.metrics)
      .filter(([namespace]) => namespace === "counter")
      .map(([namespace, name, ...rest]) => {
        const parts = rest.filter((part) => typeof part === "string");
        const pairs = Array.from({ length: parts.length / 2 }, (_, at) => parts.slice(2 * at, 2 * at + 2));
        return seriesOf(namespace, name, Object.fromEntries(pairs) as object);
      });
    const inAlarms = resources(cluster, CloudwatchMetricAlarm)
      .filter(({ namespace }) => namespace === "counter")
      .map(({ namespace, metric_name, dimensions }) =>
        seriesOf(namespace, metric_name, dimensions as object),
      );
    expect([inGraphs.length, inAlarms.length]).toEqual([8, 2]);
    expect([...made.keys()].sort()).toEqual([...new Set([...inGraphs, ...inAlarms])].sort());
  });

  test("is what was measured, under the names that servers' metrics have", () => {
    const [job] = agentFile(bootScriptOf(servers), "prometheus.yaml").scrape_configs;
    const visits = seriesOf("counter", metricNames.visits, {
      WebTier: job.static_configs[0].labels.WebTier as string,
    });
    expect(made.get(visits)).toBe(2);
  });
});

function seriesOf(namespace: unknown, name: unknown, dimensions: object): string {
  return JSON.stringify([namespace, name, Object.entries(dimensions).sort()]);
}
