import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { describe, expect, test } from "@jest/globals";
import {
  CustomerKey,
  KubernetesWebTier,
  type KubernetesWebTierProps,
  PrivateDatabase,
  TieredNetwork,
} from "../../../../constructs/aws";
import { manifestsOf } from "../../../../proofs/aws/clusters";
import { testApp } from "../../../support/app";
import { awsTestStack, resolve, resources, synth, theResource } from "../../../support/synth";
import { administratorArn, clusterWith, https, image } from "./cluster-with";
import { object } from "./objects";

const cluster = (props: Partial<KubernetesWebTierProps> = {}) =>
  theResource(clusterWith(props).stack, EksCluster);

describe("the cluster", () => {
  test("runs in Auto Mode: the three that must agree do, and no add-on of one's own comes with it", () => {
    expect(cluster()).toMatchObject({
      compute_config: { enabled: true },
      kubernetes_network_config: { elastic_load_balancing: { enabled: true } },
      storage_config: { block_storage: { enabled: true } },
      bootstrap_self_managed_addons: false,
    });
  });

  test("has a version that is named, and is upgraded where it would be billed for staying", () => {
    expect(cluster()).toMatchObject({ version: "1.36", upgrade_policy: { support_type: "STANDARD" } });
  });

  test("answers within the network alone, until somebody is named who asks from the internet", () => {
    expect(cluster().vpc_config).toMatchObject({
      endpoint_private_access: true,
      endpoint_public_access: false,
    });
    const access = { administratorArn, apiFrom: ["203.0.113.0/24"] };
    expect(cluster({ access }).vpc_config).toMatchObject({
      endpoint_public_access: true,
      public_access_cidrs: ["203.0.113.0/24"],
    });
  });

  test("is administered by who is named, by an access entry and not by who made it", () => {
    const { stack } = clusterWith();
    expect(theResource(stack, EksCluster).access_config).toEqual({
      authentication_mode: "API",
      bootstrap_cluster_creator_admin_permissions: false,
    });
    const [administrator, node] = resources(stack, EksAccessEntry);
    expect(administrator).toMatchObject({ principal_arn: administratorArn, type: "STANDARD" });
    expect(node).toMatchObject({ type: "EC2" });
    expect(
      resources(stack, EksAccessPolicyAssociation).map(({ policy_arn }) => policy_arn as string),
    ).toEqual([
      "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
      "arn:aws:eks::aws:cluster-access-policy/AmazonEKSAutoNodePolicy",
    ]);
  });

  test("encrypts what it keeps with a KMS key: its own, or the one that is given", () => {
    const keyOf = ({ encryption_config }: ReturnType<typeof cluster>) =>
      encryption_config.provider.key_arn as string;
    expect(keyOf(cluster())).toContain("web_cluster_key_policy");
    const stack = awsTestStack();
    const key = new CustomerKey(stack, "key", {
      region: "eu-west-1",
      deletionProtected: false,
      deletionWindowDays: 7,
    });
    const network = new TieredNetwork(stack, "network", { region: "eu-west-1" });
    const database = new PrivateDatabase(stack, "database", { network });
    const props = { network, database, app: testApp, https, access: { administratorArn }, image, key };
    new KubernetesWebTier(stack, "web", props);
    expect(keyOf(theResource(stack, EksCluster))).toContain("${aws_kms_key_policy.key_policy");
  });

  test("logs all that a control plane does, to a group that stands first and keeps nothing for ever", () => {
    const { stack } = clusterWith({ logRetentionDays: 60 });
    const made = theResource(stack, EksCluster);
    expect(made.enabled_cluster_log_types).toEqual([
      "api",
      "audit",
      "authenticator",
      "controllerManager",
      "scheduler",
    ]);
    const groups = Object.entries(synth(stack).resource.aws_cloudwatch_log_group!);
    const [address, group] = groups.find(
      ([, { name }]) => name === `/aws/eks/${made.name as string}/cluster`,
    )!;
    expect(group.retention_in_days).toBe(60);
    expect(made.depends_on).toContain(`aws_cloudwatch_log_group.${address}`);
  });

  test("goes before what its nodes need to go: rights, rules, routes and endpoints", () => {
    const { depends_on: first } = cluster();
    for (const type of ["role_policy_attachment", "vpc_endpoint", "route_table_association"])
      expect(first).toContainEqual(
        expect.stringContaining(`aws_${type === "role_policy_attachment" ? "iam_" : ""}${type}.`),
      );
    expect(first).toContainEqual(expect.stringContaining("aws_vpc_security_group_ingress_rule."));
    expect(first).toContainEqual(expect.stringContaining("aws_vpc_security_group_egress_rule."));
  });

  test("is not replaced for what counts only on the day that it is made", () => {
    expect(cluster().lifecycle).toMatchObject({
      prevent_destroy: true,
      ignore_changes: [
        "bootstrap_self_managed_addons",
        "access_config[0].bootstrap_cluster_creator_admin_permissions",
      ],
    });
    expect(cluster({ deletionProtected: false }).lifecycle).not.toHaveProperty("prevent_destroy");
  });

  test.each([
    ["10.0.0.0/16", "172.20.0.0/16"],
    ["172.20.0.0/16", "10.100.0.0/16"],
  ])(
    "gives Services addresses that a network of %s has not: %s, of which pods ask one for names",
    (block, services) => {
      const { stack, web } = clusterWith({}, { cidrBlock: block });
      expect(theResource(stack, EksCluster).kubernetes_network_config.service_ipv4_cidr).toBe(services);
      const policies = JSON.stringify(manifestsOf({ output: { manifests: { value: web.manifests } } }));
      expect(policies).toContain(`"${services.replace("0.0/16", "0.10/32")}"`);
    },
  );
});

describe("nodes", () => {
  test("lie in the web tier, with security groups of their own for themselves and for pods", () => {
    const { stack, web } = clusterWith();
    const { spec } = object(web, "NodeClass");
    expect(spec.subnetSelectorTerms).toHaveLength(2);
    expect(spec.podSubnetSelectorTerms).toEqual(spec.subnetSelectorTerms);
    const { nodes, pods } = web.cluster.groups;
    // Two tokens of one reference are different texts, so what they stand for is compared.
    const groupsIn = (terms: readonly { id: string }[]) => terms.map(({ id }) => resolve(stack, id));
    expect(groupsIn(spec.securityGroupSelectorTerms)).toEqual([resolve(stack, nodes.group.id)]);
    expect(groupsIn(spec.podSecurityGroupSelectorTerms)).toEqual([resolve(stack, pods.group.id)]);
    expect(resolve(stack, pods.group.id)).not.toBe(resolve(stack, nodes.group.id));
  });

  test("are of the type that was chosen, with its processor, and bounded in number", () => {
    const pool = (props: Partial<KubernetesWebTierProps>) => {
      const { template, limits } = object(clusterWith(props).web, "NodePool").spec;
      const values = (template.spec.requirements as { key: string; values: [string] }[]).map(
        ({ values: [one] }) => one,
      );
      return [...values, limits.cpu];
    };
    expect(pool({})).toEqual(["on-demand", "amd64", "t3.medium", "10"]);
    expect(pool({ instanceType: "m7g.2xlarge", servers: { min: 2, max: 3 } })).toEqual([
      "on-demand", "arm64", "m7g.2xlarge", "32",
    ]); // prettier-ignore
  });

  test("go one at a time, and none waits longer for its pods than half an hour", () => {
    const { disruption, template } = object(clusterWith().web, "NodePool").spec;
    expect(disruption.budgets).toEqual([{ nodes: "1" }]);
    expect(template.spec.terminationGracePeriod).toBe("30m");
  });
});

describe("the load balancer", () => {
  test("has targets by address, in a group that this cluster and no other may register pods in", () => {
    const { stack, web } = clusterWith();
    const made = theResource(stack, EksCluster);
    expect(theResource(stack, LbTargetGroup)).toMatchObject({
      target_type: "ip",
      tags: { "eks:eks-cluster-name": made.name },
    });
    const { spec } = object(web, "TargetGroupBinding");
    expect(spec).toMatchObject({ serviceRef: { name: "demo", port: 80 }, targetType: "ip" });
    // Security groups are Terraform's.
    expect(spec).not.toHaveProperty("networking");
  });

  test("has found a pod healthy before another goes, by Auto Mode's own label", () => {
    expect(object(clusterWith().web, "Namespace").metadata.labels).toMatchObject({
      "eks.amazonaws.com/pod-readiness-gate-inject": "enabled",
      "pod-security.kubernetes.io/enforce": "restricted",
    });
  });
});
