import path from "node:path";
import { MonitoringAlarm } from "@cdktf/provider-oci/lib/monitoring-alarm";
import { IdentityPolicy } from "@cdktf/provider-oci/lib/identity-policy";
import { LoggingUnifiedAgentConfiguration } from "@cdktf/provider-oci/lib/logging-unified-agent-configuration";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { App, Testing } from "cdktf";
import { manifestsOf } from "../proofs/aws/clusters";
import { mayDo } from "../proofs/oci/policies";
import { OciControlPlane } from "../rehearsal/oci/control-plane/control-plane";
import { ApiError, type Item } from "../rehearsal/oci/control-plane/http";
import { OciStack } from "../stacks/oci-stack";
import { ociOptions } from "../stacks/oci/options";
import { profiles } from "../stacks/context/profiles";
import { readConfig } from "../webapp/src/config/environment";
import { serveArtifact, unpackArtifact, until } from "../webapp/test/support/artifact";
import { type MetricPost, OkePod } from "../webapp/test/support/oke";
import { ask } from "./rehearsal/ask";
import { resources, synth } from "./support/synth";

const stackWith = (context: object) => {
  const options = ociOptions(
    new App({ context: { ociBastionAllowFrom: ["203.0.113.0/24"], ...context } }).node,
  );
  return new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab, options });
};
const servers = stackWith({});
const cluster = stackWith({ webTier: "kubernetes" });

/** What Terraform puts in place of expressions. */
const clusterId = "ocid1.cluster.oc1.eu-frankfurt-1.example";
const compartmentId = "ocid1.compartment.oc1..example";
const resolved = (text: string) =>
  text
    .replaceAll(/\$\{oci_containerengine_cluster[.][^}]+\}/g, clusterId)
    .replaceAll(/\$\{local[.]web_identity_place_\w+\}/g, `compartment id ${compartmentId}`)
    .replaceAll("${var.compartment_ocid}", compartmentId)
    .replaceAll("${var.region}", "eu-frankfurt-1");

const statements = resources(cluster, IdentityPolicy)
  .flatMap((policy) => policy.statements as string[])
  .map(resolved);
const containers = manifestsOf(synth(cluster)).flatMap(({ kind, spec }) =>
  kind === "Deployment" || kind === "Job"
    ? [[kind, spec.template.spec.containers[0].env as { name: string; value: string }[]] as const]
    : [],
);
const variable = (kind: "Deployment" | "Job") =>
  new Map(containers).get(kind)?.find(({ name }) => name === "METRICS_OCI")?.value;
const told = resolved(variable("Deployment") ?? "");
const { ociMetrics } = readConfig({ DB_DRIVER: "memory", METRICS_OCI: told });
const namespace = ociMetrics?.namespace ?? "";

const alarmsOf = (stack: OciStack) =>
  resources(stack, MonitoringAlarm)
    .filter((alarm) => alarm.namespace === namespace)
    .map(({ query, body, severity }) => ({ query: query as string, body, severity }));

describe("what an app measures itself in pods on OCI", () => {
  test("is told to pods that serve alone: the very names that servers' agent sends, to the same namespace", () => {
    const [agent] = resources(servers, LoggingUnifiedAgentConfiguration)
      .map(({ service_configuration: service }) => service)
      .filter(({ configuration_type }) => configuration_type === "MONITORING");
    const [{ unified_agent_configuration_filter: filter, destination }] = agent.application_configurations;
    expect(ociMetrics?.names.map((name) => `^${name}$`)).toEqual(filter.allow_list);
    expect(namespace).toBe(destination.metrics_namespace);
    expect(variable("Job")).toBeUndefined();
  });

  test("has the alarms that servers have", () => {
    expect(alarmsOf(cluster)).toHaveLength(2);
    expect(alarmsOf(cluster)).toEqual(alarmsOf(servers));
  });

  test("is posted by pods that serve, to that namespace: no node, no migration, no other namespace or cluster may", () => {
    const pod = (serviceAccount: string, kubernetesNamespace = "counter", id = clusterId) => [
      "request.principal.type = 'workload'",
      `request.principal.cluster_id = '${id}'`,
      `request.principal.namespace = '${kubernetesNamespace}'`,
      `request.principal.service_account = '${serviceAccount}'`,
    ];
    const may = (to: string, who: readonly string[]) => mayDo(statements, "use", "metrics", to, who);
    expect(may(namespace, pod("counter"))).toBe(true);
    expect(may("app_other", pod("counter"))).toBe(false);
    expect(may(namespace, pod("counter-migrate"))).toBe(false);
    expect(may(namespace, pod("counter", "default"))).toBe(false);
    expect(may(namespace, pod("counter", "counter", "ocid1.cluster.oc1..other"))).toBe(false);
    expect(may(namespace, [])).toBe(false);
    expect(statements.filter((text) => text.includes(" metrics "))).toHaveLength(1);
  });
});

describe("a pod of the stack's manifests, before a control plane with the stack's policies", () => {
  let artifact: { path: string; remove(): void };
  let plane: OciControlPlane;
  let pod: OkePod;
  beforeAll(async () => {
    artifact = await unpackArtifact();
  });
  afterAll(() => artifact.remove());
  beforeEach(async () => {
    plane = await OciControlPlane.start();
    pod = await OkePod.start();
    pod.claims = {
      "request.principal.type": "workload",
      "request.principal.cluster_id": clusterId,
      "request.principal.namespace": "counter",
      "request.principal.service_account": "counter",
    };
    pod.answerMetrics = ({ method = "", url = "", headers, body }: MetricPost) => {
      const bytes = Buffer.from(body);
      const segments = url.split("/").filter(Boolean);
      const service = headers.host?.split(".")[0] ?? "";
      const request = { service, method, path: segments, query: new URLSearchParams(), headers, bytes };
      try {
        const { status, body: said } = plane.routes.handle({ ...request, body: JSON.parse(body) as Item });
        return [status, JSON.stringify(said)];
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        return [error.status, JSON.stringify({ code: error.code, message: error.message })];
      }
    };
  });
  afterEach(async () => {
    await pod.stop();
    await plane.close();
  });

  const applyPolicies = () => ask(plane, "POST identity 20160918/policies", { name: "pods", statements });

  /** A short life, in which three pages are asked for, and what was measured is posted at least twice; what it said. */
  async function live(): Promise<string> {
    const preload = `--import=${path.resolve(__dirname, "../webapp/test/support/minutes.mjs")}`;
    const server = await serveArtifact(artifact.path, {
      ...pod.environment,
      NODE_OPTIONS: `${pod.environment.NODE_OPTIONS} ${preload}`,
      MINUTE_MS: "500",
      DB_DRIVER: "memory",
      METRICS_OCI: told,
    });
    for (const page of ["/", "/", "/health"]) expect((await fetch(server.url + page)).status).toBe(200);
    const before = pod.posts.length;
    await until(() => pod.posts.length > before + 1, "it has posted");
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
    return server.output();
  }

  test("has its metrics taken, and each alarm finds what it asks for", async () => {
    await applyPolicies();
    expect(await live()).not.toContain("metrics could not be posted");
    const taken = plane.routes.metrics as unknown as {
      namespace: string;
      compartmentId: string;
      name: string;
      dimensions: Record<string, string>;
      datapoints: { value: number }[];
    }[];
    expect(new Set(taken.map((metric) => `${metric.compartmentId} ${metric.namespace}`))).toEqual(
      new Set([`${compartmentId} ${namespace}`]),
    );
    expect(taken.findLast(({ name }) => name === "counter_visits_total")?.datapoints[0]?.value).toBe(2);
    for (const { query } of alarmsOf(cluster)) {
      const [, name = "", labels = ""] = /^(\w+)\[1m\](?:\{(.*)\})?\.grouping\(\)/.exec(query)!;
      const pairs = [...labels.matchAll(/(\w+) = "([^"]*)"/g)].map(([, label, value]) => [label, value]);
      const dimensions: unknown = expect.objectContaining(Object.fromEntries(pairs));
      expect(taken).toContainEqual(expect.objectContaining({ name, dimensions }));
    }
  });

  test("is refused without a policy, and serves all the same", async () => {
    expect(await live()).toContain("it answered 404 ");
    expect(plane.routes.metrics).toEqual([]);
  });

  test.each([
    ["request.principal.service_account", "counter-migrate"],
    ["request.principal.namespace", "default"],
    ["request.principal.cluster_id", "ocid1.cluster.oc1..other"],
  ])("is refused as another workload: by %s", async (claim, other) => {
    await applyPolicies();
    pod.claims = { ...pod.claims, [claim]: other };
    expect(await live()).toContain("NotAuthorizedOrNotFound");
    expect(plane.routes.metrics).toEqual([]);
  });
});
