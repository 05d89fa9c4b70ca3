import { describe, expect, test } from "@jest/globals";
import { manifestsOf } from "../../../proofs/aws/clusters";
import { packetPaths } from "../../../proofs/aws/packets";
import type { Json } from "../../../proofs/synthesized";
import { kubernetes } from "../../support/aws-stacks";
import { access, lab, stackWith } from "./kubernetes-stack";

describe("a packet's way to pods, by the JSON alone", () => {
  const services = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "logs", "secretsmanager", "sts"];
  const inside = [
    "control plane → nodes: 10250",
    "control plane → other pods: 10251",
    "load balancer → other pods: 8080",
    "load balancer → pods: 8080",
    "log collector → S3: 443",
    "log collector → control plane: 443",
    "migration → S3: 443",
    "migration → control plane: 443",
    "migration → database: 5432",
    "nodes → S3: 443",
    "nodes → control plane: 443",
    "other pods → S3: 443",
    "other pods → control plane: 443",
    "other pods → database: 5432",
    "other pods → nodes: 10250",
    "pods → S3: 443",
    "pods → control plane: 443",
    "pods → database: 5432",
    ...["log collector", "migration", "nodes", "other pods", "pods"].flatMap((from) =>
      services.map((service) => `${from} → ${service}: 443`),
    ),
  ];

  test("leads from the internet to the load balancer, to pods, to the database and AWS, and nowhere else", () => {
    expect(packetPaths(lab)).toEqual(["internet → load balancer: 80", ...inside].sort());
  });

  test("leads to the Kubernetes API from the internet for those alone who are named", () => {
    const open = stackWith({
      kubernetes: { ...kubernetes, access: { ...access, apiFrom: ["203.0.113.0/24"] } },
    });
    expect(packetPaths(open).filter((way) => !packetPaths(lab).includes(way))).toEqual([
      "internet, 203.0.113.0/24 → control plane: 443",
    ]);
  });

  /** What is open more, and less, once a NetworkPolicy is another one, or none. */
  const changed = (name: string, change: (spec: Json) => Json, namespace = "counter") => {
    const objects = manifestsOf(lab).flatMap((object) => {
      const { namespace: place, name: own } = object.metadata as Readonly<Record<string, string>>;
      if (object.kind !== "NetworkPolicy" || place !== namespace || own !== name) return [object];
      const spec: Json = change(structuredClone(object.spec));
      return spec === undefined ? [] : [{ ...object, spec }];
    });
    const output = { ...lab.output, manifests: { value: JSON.stringify({ items: objects }) } };
    const [before, after] = [packetPaths(lab), packetPaths({ ...lab, output })];
    return [
      ...after.filter((way) => !before.includes(way)).map((way) => `+ ${way}`),
      ...before.filter((way) => !after.includes(way)).map((way) => `- ${way}`),
    ];
  };
  const toDatabase = (block: Json, port = 5432) =>
    changed("to-database", (spec) => ({
      ...spec,
      egress: [{ to: [{ ipBlock: block }], ports: [{ protocol: "TCP", port }] }],
    }));
  const without = (...names: string[]) => names.map((name) => `- ${name} → database: 5432`);

  test("leads to the migration from nobody, because NetworkPolicies deny what they do not name", () => {
    expect(changed("deny-all", () => undefined)).toEqual([
      "+ control plane → migration: 10251",
      "+ load balancer → migration: 8080",
    ]);
  });

  test("leads to the collector of logs from nobody, and from it to AWS alone, for the same reason", () => {
    expect(changed("deny-all", () => undefined, "counter-logs")).toEqual([
      "+ control plane → log collector: 10251",
      "+ load balancer → log collector: 8080",
    ]);
    expect(packetPaths(lab)).not.toContain("log collector → database: 5432");
  });

  test.each([
    [
      "another port",
      {},
      10250,
      ["+ migration → nodes: 10250", "+ pods → nodes: 10250", ...without("migration", "pods")],
    ],
    ["other addresses", { cidr: "192.0.2.0/24" }, 5432, without("migration", "pods")],
    ["a part of its addresses", { cidr: "10.0.136.0/21" }, 5432, []],
    ["all but its addresses", { except: ["10.0.128.0/17"] }, 5432, without("migration", "pods")],
    ["all but some of its addresses", { except: ["10.0.128.0/21"] }, 5432, []],
  ])(
    "leads to the database where security groups and NetworkPolicies agree, and these name %s",
    (_, block, port, ways) => {
      expect(toDatabase({ cidr: "0.0.0.0/0", ...block }, port)).toEqual(ways);
    },
  );

  test("leads to pods from whom security groups name, however many addresses a NetworkPolicy names", () => {
    const visits = (cidr: string) =>
      changed("visits", (spec) => ({ ...spec, ingress: [{ from: [{ ipBlock: { cidr } }] }] }));
    expect(visits("0.0.0.0/0")).toEqual(["+ control plane → pods: 10251"]);
    expect(visits("192.0.2.0/24")).toEqual(["- load balancer → pods: 8080"]);
  });

  test("leads to AWS from pods as far as NetworkPolicies go", () => {
    const names = (cidr: string) =>
      changed("to-aws", (spec) => ({
        ...spec,
        egress: [{ ...spec.egress[0], to: [{ ipBlock: { cidr } }] }],
      }));
    // Interface endpoints stand in the network, and S3 does not.
    expect(names("10.0.0.0/16")).toEqual(["- migration → S3: 443", "- pods → S3: 443"]);
  });
});
