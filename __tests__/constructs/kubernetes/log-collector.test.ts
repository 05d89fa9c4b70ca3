import { describe, expect, test } from "@jest/globals";
import { logCollectorManifests, logCollectorNames } from "../../../constructs/kubernetes";
import { testApp } from "../../support/app";
import { KubernetesSchema } from "../../support/kubernetes-schema/schema";
import { type Pod, restrictedViolations } from "../../support/pod-security";

const objects = logCollectorManifests({
  app: testApp,
  image: "registry.example.com/fluent-bit:1",
  output: "Name stdout\nFormat json_lines",
  egress: [{ name: "store", purpose: "log lines", to: [{ cidr: "0.0.0.0/0" }], ports: [443] }],
  resolvers: [{ cidr: "172.20.0.10/32" }],
});
const only = (kind: string): Pod => objects.find((object) => object.kind === kind);
const { template } = only("DaemonSet").spec;
const configuration = (only("ConfigMap").data as Record<string, string>)["fluent-bit.conf"]!;
const setting = (name: string) => new RegExp(`^ *${name} (.*)$`, "m").exec(configuration)?.[1] ?? "";

describe("the collector of logs", () => {
  test("is made of objects that Kubernetes knows, in a namespace of its own", () => {
    const schema = new KubernetesSchema();
    expect(objects.flatMap((object) => schema.errorsOf(object))).toEqual([]);
    const { namespace } = logCollectorNames(testApp);
    expect(namespace).not.toBe(testApp.name);
    for (const { kind, metadata } of objects)
      expect(kind === "Namespace" ? metadata.name : metadata.namespace).toBe(namespace);
  });

  test("has of all privileges one alone: to read files of its node as their owner", () => {
    expect(restrictedViolations(template.spec)).toEqual([
      "volume logs",
      "volume state",
      "fluent-bit: runAsNonRoot",
      "fluent-bit: runAsUser",
    ]);
    const { volumeMounts } = template.spec.containers[0];
    expect(
      volumeMounts.filter(({ readOnly }: Pod) => !readOnly).map(({ mountPath }: Pod) => mountPath),
    ).toEqual(["/var/fluent-bit/state"]);
  });

  test("holds no token of the Kubernetes API, which it asks nothing", () => {
    for (const { automountServiceAccountToken } of [template.spec, only("ServiceAccount")])
      expect(automountServiceAccountToken).toBe(false);
  });

  test("runs on every node, whatever else there is no room for", () => {
    expect(template.spec.tolerations).toEqual([{ operator: "Exists" }]);
    expect(template.spec.priorityClassName).toBe("system-node-critical");
  });

  test("reads the lines of the app's containers alone, and calls a stream by pod and container", () => {
    const file = (namespace: string) =>
      `/var/log/containers/demo-7d9c-x2x4z_${namespace}_fetch-${"0a".repeat(32)}.log`;
    const path = new RegExp(`^${setting("Path").replaceAll(".", "[.]").replaceAll("*", ".*")}$`);
    expect([file("demo"), file("other")].map((name) => path.test(name))).toEqual([true, false]);
    // The regular expressions of Fluent Bit are Ruby's: groups with names are the same.
    const groups = new RegExp(setting("Tag_Regex")).exec(file("demo"))?.groups;
    expect({ ...groups }).toEqual({ pod: "demo-7d9c-x2x4z", container: "fetch" });
    expect(setting("Tag")).toBe("<pod>.<container>");
  });

  test("goes on where it was, and is restarted by another configuration", () => {
    expect(setting("DB")).toMatch(/^\/var\/fluent-bit\/state\//);
    expect(setting("Read_from_Head")).toBe("On");
    expect(Number(setting("Grace"))).toBeLessThan(template.spec.terminationGracePeriodSeconds);
    const [other] = logCollectorManifests({
      app: testApp,
      image: "registry.example.com/fluent-bit:1",
      output: "Name null",
      egress: [],
      resolvers: [],
    }).filter(({ kind }) => kind === "DaemonSet") as Pod[];
    expect(other.spec.template.metadata.annotations).not.toEqual(template.metadata.annotations);
  });

  test("is reached by nobody, and reaches names and its destination alone", () => {
    const policies = objects.filter(({ kind }) => kind === "NetworkPolicy") as Pod[];
    expect(policies.map(({ metadata }) => metadata.name)).toEqual(["deny-all", "dns", "to-store"]);
    expect(policies.flatMap(({ spec }) => spec.ingress ?? [])).toEqual([]);
    for (const { spec } of policies) expect(spec.podSelector).toEqual({});
  });
});
