import { describe, expect, test } from "@jest/globals";
import { list, mayDo, permissions } from "../../../proofs/aws/iam";
import { manifestsOf } from "../../../proofs/aws/clusters";
import { secretPlaces } from "../../../proofs/secrets";
import { profiles } from "../../../stacks/context/profiles";
import { planOffline, validateOnAws } from "../../support/aws-provider";
import { awsOptionSets, awsStack, kubernetes } from "../../support/aws-stacks";
import { existingNetwork } from "../../support/existing-network";
import { inventory, synth } from "../../support/synth";
import { whyNoAwsProvider } from "../../../rehearsal/machine/providers";
import { access, lab, stackWith } from "./kubernetes-stack";

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
