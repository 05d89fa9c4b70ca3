import { describe, expect, test } from "@jest/globals";
import { kubernetesManifests } from "../../constructs/kubernetes";
import { type KubernetesObject, podsOf, policyFor } from "../../proofs/network-policies";
import { sentenceOf, waysOf } from "../../proofs/ways";
import { workload } from "../support/workload";

const manifests = kubernetesManifests(workload) as unknown as readonly KubernetesObject[];
const surroundings = { blockOf: (reference: string) => reference, otherPods: "other pods" };
const pods = { serve: podsOf(manifests, "Deployment"), migrate: podsOf(manifests, "Job") };
const without = (...names: readonly string[]) =>
  manifests.filter(({ metadata }) => !names.includes(metadata.name as string));
const allPorts = { protocol: "all", from: 0, to: 65_535 };

/** Ways to and from a node whose firewalls are open and which has this policy, and a server elsewhere on the internet. */
function waysWith(objects: readonly KubernetesObject[], role: "serve" | "migrate"): string[] {
  const everywhere = [{ peer: { block: "0.0.0.0/0" }, ports: allPorts }];
  const pod = {
    name: "pods",
    host: "pods",
    groups: [],
    blocks: ["10.0.64.0/18"],
    isPublic: true,
    routes: ["internet"],
    out: everywhere,
    into: everywhere,
    policy: policyFor(objects, pods[role], surroundings),
  };
  return waysOf([pod]).map(sentenceOf);
}

describe("what NetworkPolicies leave pods", () => {
  test("is what they name", () => {
    expect(waysWith(manifests, "serve")).toEqual([
      "10.0.0.0/24 → pods: 8080",
      "10.0.1.0/24 → pods: 8080",
      "pods → 10.0.20.0/24: 5432",
    ]);
  });

  test("is for the pods that they select alone", () => {
    expect(waysWith(manifests, "migrate")).toEqual(["pods → 10.0.20.0/24: 5432", "pods → internet: 443"]);
  });

  test("is everything in a direction in which none of them selects a pod", () => {
    const open = without("deny-all", "visits");
    expect(policyFor(open, pods.serve, surroundings).into).toBeUndefined();
    expect(waysWith(open, "serve")).toContain("internet → pods: all");
    expect(policyFor(manifests, pods.migrate, surroundings).into).toEqual([]);
  });

  test("is in the pods' own namespace", () => {
    const elsewhere = { ...pods.serve, namespace: "elsewhere" };
    expect(policyFor(manifests, elsewhere, surroundings)).toEqual({ into: undefined, out: undefined });
  });
});
