import { describe, expect, test } from "@jest/globals";
import { Fn } from "cdktf";
import { Exposure, kubernetesManifests, Program } from "../../../constructs/kubernetes";
import { closeSeconds } from "../../../constructs/server";
import { drainSeconds } from "../../../constructs/shared";
import { objectsOf, workload } from "../../support/workload";

const digest = "1".repeat(64);

/** The spec of a workload's only object of a kind. */
function specOf(kind: string, props: Parameters<typeof objectsOf>[1] = {}) {
  const [object, ...more] = objectsOf(kind, props);
  expect(more).toEqual([]);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is in it is what tests are about
  return object?.spec as any;
}

describe("Order", () => {
  test("what pods need comes first, then the migration, then the way to pods, then pods", () => {
    const kinds = kubernetesManifests(workload).map(({ kind }) => kind);
    expect(kinds.filter((kind, at) => kinds.indexOf(kind) === at)).toEqual([
      "Namespace",
      "ServiceAccount",
      "NetworkPolicy",
      "Job",
      "Service",
      "PodDisruptionBudget",
      "Deployment",
      "HorizontalPodAutoscaler",
    ]);
  });

  test("a cloud's own objects come between the Service that they bind and the pods", () => {
    const binding = { apiVersion: "example.com/v1", kind: "Binding", metadata: { name: "demo" } };
    const kinds = kubernetesManifests({ ...workload, cloudObjects: [binding] }).map(({ kind }) => kind);
    expect(kinds.indexOf("Binding")).toBe(kinds.indexOf("Service") + 1);
    expect(kinds.indexOf("Binding")).toBeLessThan(kinds.indexOf("Deployment"));
  });

  test("whoever waits by Argo CD's waves applies them in the same order", () => {
    const waves = kubernetesManifests(workload).map(({ metadata: { annotations = {} } }) =>
      Number(annotations["argocd.argoproj.io/sync-wave"] ?? 0),
    );
    expect(waves).toEqual(waves.toSorted((a, b) => a - b));
    expect(new Set(waves)).toEqual(new Set([-2, -1, 0]));
  });
});

describe("Deployment", () => {
  test("a new pod is ready before its predecessor goes", () => {
    const { strategy, minReadySeconds } = specOf("Deployment");
    expect(strategy).toEqual({ type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
    expect(minReadySeconds).toBeGreaterThan(0);
  });

  test("says no number of replicas: each application would undo the autoscaler's", () => {
    expect(specOf("Deployment")).not.toHaveProperty("replicas");
  });

  test.each([undefined, 15])("a pod has the time to drain that it is told, and to close (%p)", (seconds) => {
    const { spec } = specOf("Deployment", seconds === undefined ? {} : { drainSeconds: seconds }).template;
    const drain = seconds ?? drainSeconds;
    expect(spec.containers[0].env).toContainEqual({ name: "DRAIN_SECONDS", value: String(drain) });
    expect(spec.terminationGracePeriodSeconds).toBe(drain + closeSeconds);
    expect(spec.containers[0]).not.toHaveProperty("lifecycle");
  });

  test("no probe asks for the database: neither a restart nor silence would bring it back", () => {
    const [{ startupProbe, livenessProbe, readinessProbe }] = specOf("Deployment").template.spec.containers;
    expect([startupProbe, livenessProbe, readinessProbe].map((probe) => probe.httpGet.path)).toEqual([
      "/live",
      "/live",
      "/ready",
    ]);
  });

  test("pods are spread over zones and nodes as far as there is room", () => {
    const { topologySpreadConstraints } = specOf("Deployment").template.spec;
    expect(topologySpreadConstraints).toMatchObject(
      ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: "ScheduleAnyway",
        matchLabelKeys: ["pod-template-hash"],
      })),
    );
  });

  test("gives the process what a server's gets, and what the cloud adds", () => {
    const [{ env }] = specOf("Deployment", { environment: { REGION: "here" } }).template.spec.containers;
    expect(Object.fromEntries(env.map(({ name, value }: Record<string, string>) => [name, value]))).toEqual({
      DB_DRIVER: "pg",
      DB_HOST: "db.example.com",
      DRAIN_SECONDS: String(drainSeconds),
      KEEP_ALIVE_SECONDS: "75",
      NODE_ENV: "production",
      PORT: "8080",
      REGION: "here",
      REQUEST_ID_HEADER: "x-request-id",
      SERVER_LABEL: "Nowhere",
    });
  });

  test("a value reaches the process as it is, whatever the kubelet would put in its place", () => {
    const value = "a$(B)c$$d$$(E)$f";
    const [{ env }] = specOf("Deployment", { environment: { VALUE: value } }).template.spec.containers;
    const written = env.find(({ name }: Record<string, string>) => name === "VALUE").value as string;
    // https://github.com/kubernetes/kubernetes/blob/master/third_party/forked/golang/expansion/expand.go
    const expanded = written.replace(/\$\$|\$\([A-Z]+\)/g, (match) => (match === "$$" ? "$" : ""));
    expect(expanded).toBe(value);
  });
});

describe("Migration", () => {
  const nameOf = (props: Parameters<typeof objectsOf>[1] = {}) => objectsOf("Job", props)[0]?.metadata.name;

  test("is a Job of its own name for whatever else it runs: what a Job runs cannot be changed", () => {
    expect(nameOf()).toMatch(/^demo-migrate-[0-9a-f]{12}$/);
    expect(nameOf({ program: Program.image(`registry.example.com/demo@sha256:${digest}`) })).not.toBe(
      nameOf(),
    );
    expect(nameOf({ environment: { REGION: "there" } })).not.toBe(nameOf());
    expect(nameOf()).toBe(nameOf());
  });

  test("leaves its name to Terraform where only that knows what it runs", () => {
    const host = Fn.upper("db");
    const connection = { ...workload.connection, migration: { DB_HOST: host } };
    expect(nameOf({ connection })).toMatch(/^demo-migrate-\$\{TfToken\[/);
  });

  test("runs as another service account than pods that serve", () => {
    const migrates = specOf("Job").template.spec;
    expect(migrates).toMatchObject({ serviceAccountName: "demo-migrate", restartPolicy: "Never" });
    expect(specOf("Deployment").template.spec).toMatchObject({ serviceAccountName: "demo" });
    expect(objectsOf("ServiceAccount").map(({ metadata }) => metadata.name)).toEqual([
      "demo",
      "demo-migrate",
    ]);
  });

  test("gives up by itself before the Job does", () => {
    const { activeDeadlineSeconds, backoffLimit, template } = specOf("Job");
    const { env } = template.spec.containers[0];
    const { value } = env.find(({ name }: Record<string, string>) => name === "MIGRATE_TIMEOUT_SECONDS");
    // Pauses between attempts: 10, 20 and 40 seconds, https://kubernetes.io/docs/concepts/workloads/controllers/job/
    const pauses = [10, 20, 40].slice(0, backoffLimit).reduce((sum, pause) => sum + pause, 0);
    expect(Number(value) * (backoffLimit + 1) + pauses).toBeLessThan(activeDeadlineSeconds);
  });
});

describe("Identity", () => {
  test.each(["Deployment", "Job"])("%s: a token is mounted only where the cloud exchanges it", (kind) => {
    const mounts = (mountsToken: boolean) =>
      specOf(kind, { identities: { serve: { mountsToken }, migrate: { mountsToken } } }).template.spec
        .automountServiceAccountToken;
    expect([mounts(true), mounts(false)]).toEqual([true, false]);
    const account = objectsOf("ServiceAccount")[kind === "Job" ? 1 : 0];
    expect(account?.automountServiceAccountToken).toBe(kind === "Job");
  });
});

describe("Program", () => {
  test("an image is named by its digest", () => {
    expect(() => Program.image("registry.example.com/demo:latest")).toThrow(
      /`image` must name an image by its digest/,
    );
    expect(() => Program.artifact({ url: "https://example.com" }, "node:24")).toThrow(/by its digest/);
  });

  test.each(["Deployment", "Job"])(
    "%s: without an image of the app, a pod starts once it has verified the artifact",
    (kind) => {
      const program = Program.artifact({ url: "https://store.example.com/artifact" });
      const { initContainers, containers, volumes } = specOf(kind, { program }).template.spec;
      const { args, image, volumeMounts } = initContainers[0];
      expect(args).toEqual(["https://store.example.com/artifact", workload.app.artifact.sha256, "/app"]);
      expect(image).toMatch(/^docker\.io\/library\/node:24-bookworm-slim@sha256:/);
      expect(volumes).toEqual([{ name: "app", emptyDir: { sizeLimit: "128Mi" } }]);
      expect(volumeMounts).toEqual([{ name: "app", mountPath: "/app" }]);
      expect(containers[0]).toMatchObject({ image, volumeMounts: [{ mountPath: "/app", readOnly: true }] });
    },
  );

  test("with an image of the app, a pod has nothing to write to at all", () => {
    const { initContainers, volumes } = specOf("Deployment").template.spec;
    expect([initContainers, volumes]).toEqual([undefined, undefined]);
  });
});

describe("Service", () => {
  test("is reached by the pods' addresses, or by one port of every node", () => {
    expect(specOf("Service")).toMatchObject({ type: "ClusterIP", ports: [{ port: 80, targetPort: "http" }] });
    const { type, ports } = specOf("Service", { exposure: Exposure.nodePort(30_080) });
    expect([type, ports]).toEqual([
      "NodePort",
      [{ name: "http", port: 80, protocol: "TCP", targetPort: "http", nodePort: 30_080 }],
    ]);
  });

  test("finds pods that serve, and no others", () => {
    const { selector } = specOf("Service");
    expect(specOf("Deployment").template.metadata.labels).toMatchObject(selector);
    expect(specOf("Job").template.metadata.labels).not.toMatchObject(selector);
  });
});

describe("Number of pods", () => {
  test("stays between the two, by what pods compute of what they may", () => {
    const { minReplicas, maxReplicas, metrics, scaleTargetRef } = specOf("HorizontalPodAutoscaler", {
      pods: { min: 3, max: 9 },
    });
    expect([minReplicas, maxReplicas]).toEqual([3, 9]);
    expect(scaleTargetRef).toEqual({ apiVersion: "apps/v1", kind: "Deployment", name: "demo" });
    expect(metrics[0].resource.target).toEqual({ type: "AverageValue", averageValue: "600m" });
    expect(specOf("Deployment").template.spec.containers[0].resources.limits.cpu).toBe("1");
  });

  test("one pod at a time is taken from a node that goes, and any that does not serve anyway", () => {
    expect(specOf("PodDisruptionBudget")).toMatchObject({
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
    });
  });
});
