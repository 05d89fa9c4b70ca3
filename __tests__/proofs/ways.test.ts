import { describe, expect, test } from "@jest/globals";
import { packetPaths } from "../../proofs/aws/packets";
import { reach } from "../../proofs/oci/reach";
import { portsOf } from "../../proofs/ports";
import type { Json } from "../../proofs/synthesized";
import { sentenceOf, waysOf } from "../../proofs/ways";
import { profiles } from "../../stacks/context/profiles";
import { networkWith, webTierWith } from "../constructs/oci/tiers";
import { awsStack } from "../support/aws-stacks";
import { existingNetwork } from "../support/existing-network";
import { synth } from "../support/synth";

const lab = synth(awsStack(profiles.lab));
const [balancer] = Object.values(lab.resource.aws_lb!);
const [template] = Object.values(lab.resource.aws_launch_template!);
const ofBalancer: string = balancer!.security_groups[0];
const ofServers: string = template!.vpc_security_group_ids[0];

const first = (resources: object): Json => Object.values(resources)[0];

/** Connections that further rules open on AWS, in the order of the sentences. */
function opened(rules: Readonly<Record<"ingress" | "egress", Json[]>>): string[] {
  const copy = structuredClone(lab);
  for (const [direction, more] of Object.entries(rules))
    more.forEach((rule, index) => {
      const ssh = { ip_protocol: "tcp", from_port: 22, to_port: 22, ...rule };
      copy.resource[`aws_vpc_security_group_${direction}_rule`]![`oops_${index}`] = ssh;
    });
  return packetPaths(copy).filter((path) => !packetPaths(lab).includes(path));
}

describe("a rule by addresses on AWS", () => {
  test.each([
    ["cidr_ipv4", "0.0.0.0/0"],
    ["cidr_ipv4", "0.0.0.0/1"],
    ["cidr_ipv4", "10.0.0.0/16"],
    ["cidr_ipv4", "10.0.64.0/21"],
    ["cidr_ipv6", "::/0"],
  ])("is found before servers, by %s %s", (field, block) => {
    const rule = { security_group_id: ofServers, [field]: block };
    expect(opened({ ingress: [rule], egress: [] })).toEqual([`${block} → servers: 22`]);
  });

  test.each([
    ["cidr_ipv4", "0.0.0.0/0", "internet"],
    ["cidr_ipv4", "0.0.0.0/1", "internet, 0.0.0.0/1"],
    ["cidr_ipv4", "203.0.113.0/24", "internet, 203.0.113.0/24"],
    ["cidr_ipv4", "10.0.0.0/16", "10.0.0.0/16"],
    ["cidr_ipv6", "::/0", "internet, ::/0"],
  ])("is found before the load balancer, by %s %s", (field, block, whom) => {
    const rule = { security_group_id: ofBalancer, [field]: block };
    expect(opened({ ingress: [rule], egress: [] })).toEqual([`${whom} → load balancer: 22`]);
  });

  test("means every host in whose subnets it has addresses", () => {
    const out = { security_group_id: ofBalancer, cidr_ipv4: "10.0.64.0/18", from_port: 20, to_port: 30 };
    const into = { security_group_id: ofServers, cidr_ipv4: "10.0.0.0/18" };
    const paths = opened({ egress: [out], ingress: [into] });
    expect(paths).toContain("load balancer → servers: 22");
    const elsewhere = opened({ egress: [out], ingress: [{ ...into, cidr_ipv4: "10.0.128.0/17" }] });
    expect(elsewhere).not.toContain("load balancer → servers: 22");
  });

  test("means the whole network where it names its addresses by reference", () => {
    const [vpc] = Object.keys(lab.resource.aws_vpc!);
    const rule = { security_group_id: ofServers, cidr_ipv4: `\${aws_vpc.${vpc}.cidr_block}` };
    expect(opened({ ingress: [rule], egress: [] })).toEqual(["10.0.0.0/16 → servers: 22"]);
  });

  test("of a network that was there before is all that there is to tell", () => {
    expect(packetPaths(synth(awsStack(profiles.lab, { existingNetwork })))).toEqual([
      "0.0.0.0/0 → load balancer: 80",
      "load balancer → servers: 8080",
      "servers → 0.0.0.0/0: 443",
      "servers → database: 5432",
    ]);
  });

  test.each<[string, (resource: Json) => unknown]>([
    ["rules within a group", (resource) => (first(resource.aws_security_group).ingress = [{}])],
    ["rules of another kind", (resource) => (resource.aws_security_group_rule = { oops: {} })],
    ["a route to somewhere else", (resource) => delete first(resource.aws_route).gateway_id],
  ])("is not told of %s, which is an error", (_, change) => {
    const copy = structuredClone(lab);
    change(copy.resource);
    expect(() => packetPaths(copy)).toThrow(/cannot be told/);
  });
});

describe("a rule by addresses", () => {
  const opening = { peer: { block: "10.9.0.0/16" }, ports: portsOf("tcp", 22, 22) };
  const machine = (name: string, blocks: readonly string[]) => ({
    ...{ name, host: name, groups: [], blocks, isPublic: false, routes: [] },
    ...{ out: [opening], into: [opening] },
  });
  const between = (...nodes: Parameters<typeof waysOf>[0]) =>
    waysOf(nodes)
      .map(sentenceOf)
      .filter((way) => !way.includes("/"));

  test("may mean every machine whose addresses are not in the JSON", () => {
    expect(between(machine("one", []), machine("two", ["10.9.4.0/24"]))).toEqual([
      "one → one: 22",
      "one → two: 22",
      "two → one: 22",
      "two → two: 22",
    ]);
  });

  test("means no machine that lies elsewhere", () => {
    expect(between(machine("one", ["10.8.0.0/16"]), machine("two", ["10.9.4.0/24"]))).toEqual([
      "two → two: 22",
    ]);
  });
});

describe("a rule for a bastion's address on OCI", () => {
  const json = synth(webTierWith({}, networkWith({ bastion: { allowFrom: ["203.0.113.0/24"] } })).stack);
  const from = (address: (own: string) => string) => {
    const copy = structuredClone(json);
    const rules = Object.values(copy.resource.oci_core_network_security_group_security_rule!) as Json[];
    const shell = rules.find(({ description }) => description === "shell through the bastion");
    shell.source = address(shell.source);
    return reach(copy).filter((path) => path.endsWith("→ servers: 22"));
  };

  test("means the bastion alone", () => {
    expect(from((own) => own)).toEqual(["bastion → servers: 22"]);
  });

  test.each([
    [31, "10.0.64.0/18"],
    [16, "10.0.0.0/16"],
    [1, "0.0.0.0/1"],
    [0, "0.0.0.0/0"],
  ])("with a prefix of %i means whoever is in %s", (prefix, block) => {
    expect(from((own) => own.replace(/\/32$/, `/${prefix}`))).toEqual(
      expect.arrayContaining([`${block} → servers: 22`, "servers → servers: 22"]),
    );
  });

  test("that is somebody else's is an error", () => {
    expect(() => from(() => "${data.external.mine.result}/32")).toThrow(/whom .+ means cannot be told/);
  });
});
