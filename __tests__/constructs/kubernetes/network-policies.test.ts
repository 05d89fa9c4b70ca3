import { describe, expect, test } from "@jest/globals";
import { testApp } from "../../support/app";
import { objectsOf } from "../../support/workload";

/** The spec of the policy of a name. */
function policy(name: string, props: Parameters<typeof objectsOf>[1] = {}) {
  const found = objectsOf("NetworkPolicy", props).find(({ metadata }) => metadata.name === name);
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- what is in it is what tests are about
  return found?.spec as any;
}

const labelled = (component: string) => ({
  matchLabels: { "app.kubernetes.io/name": testApp.name, "app.kubernetes.io/component": component },
});

describe("NetworkPolicies", () => {
  test("refuse every pod whatever none of them names, both in and out", () => {
    expect(policy("deny-all")).toEqual({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  });

  test("let visits through from where they come, to the app's port of pods that serve, and to no other", () => {
    expect(policy("visits")).toEqual({
      podSelector: labelled("serve"),
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [{ ipBlock: { cidr: "10.0.0.0/24" } }, { ipBlock: { cidr: "10.0.1.0/24" } }],
          ports: [{ protocol: "TCP", port: testApp.port }],
        },
      ],
    });
  });

  test("let nothing else in", () => {
    const names = objectsOf("NetworkPolicy")
      .filter(({ spec }) => (spec as { policyTypes: string[] }).policyTypes.includes("Ingress"))
      .map(({ metadata }) => metadata.name);
    expect(names).toEqual(["deny-all", "visits"]);
  });

  test("let names be asked of the cluster's DNS, and of the resolvers that a cloud has beside it", () => {
    const clusterDns = {
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "kube-system" } },
      podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
    };
    const ports = ["UDP", "TCP"].map((protocol) => ({ protocol, port: 53 }));
    expect(policy("dns").egress).toEqual([{ to: [clusterDns], ports }]);
    const resolver = "169.254.20.10/32";
    expect(policy("dns", { resolvers: [{ cidr: resolver }] }).egress).toEqual([
      { to: [clusterDns, { ipBlock: { cidr: resolver } }], ports },
    ]);
  });

  test("let every pod reach what both roles need", () => {
    expect(policy("to-database")).toEqual({
      podSelector: {},
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "10.0.20.0/24" } }], ports: [{ protocol: "TCP", port: 5432 }] }],
    });
  });

  test("let the pods of a role alone reach what only they need, without the blocks that are left out", () => {
    expect(policy("to-secrets")).toEqual({
      podSelector: labelled("migrate"),
      policyTypes: ["Egress"],
      egress: [
        {
          to: [{ ipBlock: { cidr: "0.0.0.0/0", except: ["10.0.0.0/8"] } }],
          ports: [{ protocol: "TCP", port: 443 }],
        },
      ],
    });
  });
});
