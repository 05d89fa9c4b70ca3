import { describe, expect, test } from "@jest/globals";
import { Program } from "../../../constructs/kubernetes";
import { type Pod, restrictedViolations } from "../../support/pod-security";
import { objectsOf } from "../../support/workload";

const program = Program.artifact({ url: "https://store.example.com/artifact" });

/** The spec of the pods that an object makes. */
function podOf(kind: string, props: Parameters<typeof objectsOf>[1] = {}): Pod {
  const { template } = objectsOf(kind, props)[0]?.spec as { template: { spec: Pod } };
  return template.spec;
}

describe("Pod Security", () => {
  test.each(["Deployment", "Job"])("admits the pods of the %s as restricted", (kind) => {
    expect(restrictedViolations(podOf(kind))).toEqual([]);
    expect(restrictedViolations(podOf(kind, { program }))).toEqual([]);
  });

  test("is enforced at that level, in the version that clusters run", () => {
    const labels = objectsOf("Namespace")[0]?.metadata.labels ?? {};
    for (const mode of ["enforce", "audit", "warn"]) {
      expect(labels[`pod-security.kubernetes.io/${mode}`]).toBe("restricted");
      expect(labels[`pod-security.kubernetes.io/${mode}-version`]).toMatch(/^v1\.\d+$/);
    }
  });

  test.each<[string, (pod: Pod) => unknown, string]>([
    ["the node's network", (pod) => (pod.hostNetwork = true), "hostNetwork"],
    ["root", (pod) => (pod.securityContext.runAsUser = 0), "runAsUser"],
    ["perhaps root", (pod) => delete pod.securityContext.runAsNonRoot, "fetch: runAsNonRoot"],
    ["every system call", (pod) => delete pod.securityContext.seccompProfile, "demo: seccompProfile"],
    [
      "a folder of the node",
      (pod) => pod.volumes.push({ name: "host", hostPath: { path: "/" } }),
      "volume host",
    ],
    ["a port of the node", (pod) => (pod.containers[0].ports = [{ hostPort: 80 }]), "demo: hostPort"],
    [
      "capabilities",
      (pod) => delete pod.initContainers[0].securityContext.capabilities,
      "fetch: capabilities.drop",
    ],
    [
      "a capability more",
      (pod) => (pod.containers[0].securityContext.capabilities.add = ["SYS_ADMIN"]),
      "demo: capabilities.add",
    ],
    [
      "more privilege than it has",
      (pod) => delete pod.containers[0].securityContext.allowPrivilegeEscalation,
      "demo: allowPrivilegeEscalation",
    ],
  ])("would refuse a pod with %s", (_, spoil, violation) => {
    const pod = structuredClone(podOf("Deployment", { program }));
    spoil(pod);
    expect(restrictedViolations(pod)).toContain(violation);
  });
});
