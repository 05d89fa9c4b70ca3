import { describe, expect, test } from "@jest/globals";
import { list, mayDo, permissions } from "../../../proofs/aws/iam";
import { manifestsOf } from "../../../proofs/aws/clusters";
import { packetPaths } from "../../../proofs/aws/packets";
import type { Json } from "../../../proofs/synthesized";
import { secretPlaces } from "../../../proofs/secrets";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { planOffline, validateOnAws } from "../../support/aws-provider";
import { type AwsOptions, awsOptionSets, awsStack, kubernetes } from "../../support/aws-stacks";
import { existingNetwork } from "../../support/existing-network";
import { inventory, synth } from "../../support/synth";
import { whyNoAwsProvider } from "../../../rehearsal/machine/providers";

const { access } = kubernetes;
const stackWith = (options: AwsOptions = {}, profile: Profile = profiles.lab) =>
  synth(awsStack(profile, { kubernetes, ...options }));
const lab = stackWith();

describe("the AWS stack with a cluster", () => {
  test("has these resources more and less than one with servers", () => {
    const [servers, cluster] = [
      inventory(awsStack(profiles.lab)),
      inventory(awsStack(profiles.lab, { kubernetes })),
    ];
    const types = [...new Set([...Object.keys(servers), ...Object.keys(cluster)])].sort();
    const differences = types
      .map((type) => [type, (cluster[type] ?? 0) - (servers[type] ?? 0)])
      .filter(([, difference]) => difference !== 0);
    expect(Object.fromEntries(differences)).toEqual({
      aws_autoscaling_group: -1,
      aws_autoscaling_policy: -2,
      aws_iam_instance_profile: -1,
      aws_launch_template: -1,
      // the artifact's bucket goes, because the image has the app
      aws_s3_bucket: -1,
      aws_s3_bucket_lifecycle_configuration: -1,
      aws_s3_bucket_ownership_controls: -1,
      aws_s3_bucket_policy: -1,
      aws_s3_bucket_public_access_block: -1,
      aws_s3_bucket_server_side_encryption_configuration: -1,
      aws_s3_bucket_versioning: -1,
      aws_s3_object: -1,
      // the control plane's; that of the app is where servers have it
      aws_cloudwatch_log_group: 1,
      // pauses where servers are replaced
      terraform_data: -1,
      aws_eks_cluster: 1,
      // an administrator, and nodes
      aws_eks_access_entry: 2,
      aws_eks_access_policy_association: 2,
      // pods that serve, pods that migrate, and those that ship their logs
      aws_eks_pod_identity_association: 3,
      aws_ecr_repository: 1,
      aws_ecr_lifecycle_policy: 1,
      // the cluster's
      aws_kms_key: 1,
      aws_kms_key_policy: 1,
      aws_kms_alias: 1,
      // cluster, nodes and three of pods, for servers
      aws_iam_role: 4,
      aws_iam_role_policy: -1,
      aws_iam_role_policy_attachment: 7,
      // control plane, nodes and pods, for servers
      aws_security_group: 2,
      aws_vpc_security_group_ingress_rule: 6,
      aws_vpc_security_group_egress_rule: 7,
      // ECR's two, EKS's two, EC2 and STS, for the shell's two
      aws_vpc_endpoint: 4,
    });
  });

  test("tells a person what to do next", () => {
    expect(Object.keys(lab.output)).toEqual([
      "cluster",
      "control_plane_log_group",
      "dashboard_url",
      "database_endpoint",
      "database_secret_arn",
      "health_url",
      "images",
      "kubeconfig",
      "load_balancer",
      "log_group",
      "manifests",
      "region",
      "url",
    ]);
  });

  test("brings nodes, and what turns NetworkPolicies on, before what runs on them", () => {
    const kinds = manifestsOf(lab).map(({ kind }) => kind);
    expect(kinds.slice(0, 4)).toEqual(["ConfigMap", "NodeClass", "NodePool", "Namespace"]);
    expect(kinds.indexOf("TargetGroupBinding")).toBe(kinds.indexOf("Service") + 1);
  });

  test("has no secret in its JSON but references", () => {
    expect(secretPlaces(lab)).toEqual(secretPlaces(synth(awsStack(profiles.lab))));
    expect(JSON.stringify(manifestsOf(lab))).not.toMatch(/password/i);
  });
});

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

describe("what pods on AWS may do", () => {
  const all = permissions(stackWith({ kubernetes: { access } }));
  const serve = all.get("pods.eks.amazonaws.com counter")!;
  const migrate = all.get("pods.eks.amazonaws.com counter-migrate")!;
  const [secret = ""] = migrate.flatMap(({ Resource }) => list(Resource));

  test("those that serve log in as the app, and read no secret", () => {
    expect(serve.flatMap(({ Action }) => list(Action))).toEqual(["rds-db:connect"]);
    expect(list(serve[0]!.Resource)[0]).toMatch(/dbuser:.*\/webapp$/);
    expect(mayDo(serve, "secretsmanager:GetSecretValue", secret)).toBe(false);
  });

  test("those that migrate read the administrator's secret, and nothing else", () => {
    expect(migrate.flatMap(({ Action }) => list(Action))).toEqual(["secretsmanager:GetSecretValue"]);
    expect(secret).toMatch(/master_user_secret\[0\]\.secret_arn/);
  });

  test("those that collect logs write to the log group of the app, and do nothing else", () => {
    const collect = all.get("pods.eks.amazonaws.com fluent-bit")!;
    expect(collect.flatMap(({ Action }) => list(Action))).toEqual([
      "logs:CreateLogStream",
      "logs:DescribeLogStreams",
      "logs:PutLogEvents",
    ]);
    expect(collect.flatMap(({ Resource }) => list(Resource))).toEqual([
      expect.stringMatching(/^\$\{aws_cloudwatch_log_group\.web_logs_group_\w+\.arn\}:\*$/),
    ]);
  });

  test("only this cluster's agent takes their roles on", () => {
    const trusts = Object.values(lab.resource.aws_iam_role!)
      .map(
        ({ assume_role_policy: policy }) =>
          JSON.parse(policy as string) as { Statement: [Record<string, object>] },
      )
      .map(({ Statement: [statement] }) => statement)
      .filter(({ Principal }) => JSON.stringify(Principal).includes("pods.eks"));
    expect(trusts).toHaveLength(3);
    for (const { Action, Condition } of trusts) {
      expect(Action).toEqual(["sts:AssumeRole", "sts:TagSession"]);
      expect(JSON.stringify(Condition)).toMatch(/"aws:SourceArn":"\$\{aws_eks_cluster\.\w+\.arn\}"/);
      expect(Condition).toHaveProperty("StringEquals.aws:SourceAccount");
    }
  });
});

const missing = whyNoAwsProvider();
(missing ? describe.skip : describe)(
  `the AWS stack with a cluster, to Terraform${missing ? ` (${missing})` : ""}`,
  () => {
    const sets: Readonly<Record<string, ReturnType<typeof stackWith>>> = {
      lab,
      production: stackWith({}, profiles.production),
      "the artifact that servers get": stackWith({ kubernetes: { access } }),
      "every option": stackWith(awsOptionSets["all of them"]),
      "an existing network": stackWith({ existingNetwork }),
      NAT: stackWith(awsOptionSets["NAT, flow logs and zones of one's choice"]),
    };

    test("is valid with each option", () => {
      for (const [name, complaints] of Object.entries(validateOnAws(sets)))
        expect([name, complaints]).toEqual([name, []]);
    });

    test("plans without a question to AWS and without a warning", () => {
      const { planned } = planOffline({ planned: sets["an existing network"]! });
      expect(planned!.complaints).toEqual([]);
      expect(planned!.created).toBeGreaterThan(50);
    });
  },
);
