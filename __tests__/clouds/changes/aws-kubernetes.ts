import { type AwsChange, awsBases, cluster } from "./aws-bases";

/** What each key of the context that is about a cluster does to a running stack on AWS. */
export const awsKubernetes: readonly AwsChange[] = [
  {
    option: "webTier",
    base: "lab",
    change: "`servers` → `kubernetes`",
    to: { context: awsBases[cluster] },
    effect: "refused",
  },
  {
    option: "webTier",
    base: cluster,
    change: "`kubernetes` → `servers`",
    to: { context: { webTier: "servers", awsKubernetesAdmin: "", awsImage: "" } },
    effect: "refused",
    note: "what each direction would do, and how to go all the same, is on [the page](kubernetes.md#from-one-to-the-other)",
  },
  {
    option: "awsKubernetesAdmin",
    base: cluster,
    change: "another role",
    to: { context: { awsKubernetesAdmin: "arn:aws:iam::123456789012:role/others" } },
    effect: "in place",
    gone: ["aws_eks_access_entry", "aws_eks_access_policy_association"],
  },
  {
    option: "awsKubernetesApiFrom",
    base: cluster,
    change: "comes",
    to: { context: { awsKubernetesApiFrom: "203.0.113.0/24" } },
    effect: "in place",
  },
  {
    option: "awsImage",
    base: cluster,
    change: "another digest",
    to: {
      context: { awsImage: `123456789012.dkr.ecr.us-east-1.amazonaws.com/counter@sha256:${"1".repeat(64)}` },
    },
    effect: "nothing",
    note: "the output `manifests` is another one, and pods roll once it is applied",
  },
  {
    option: "awsInstanceType",
    base: cluster,
    change: "`t3.medium` → `m7g.large`",
    to: { context: { awsInstanceType: "m7g.large" } },
    effect: "nothing",
    note: "the output `manifests` is another one, and nodes are replaced once it is applied",
  },
];
