import type { Edits } from "../mutant";

/** The cluster on AWS, its nodes, its images and who its pods are. */
export const awsKubernetes: Edits = {
  "constructs/aws/kubernetes/cluster-access.ts": [
    {
      name: "AWS: the Kubernetes API may be opened to the whole internet",
      security: true,
      find: "block.prefix >= 16",
      put: "block.prefix >= 0",
    },
    {
      name: "AWS: a session may administer the cluster",
      find: ":iam::\\d{12}:(role|user)",
      put: ":(iam|sts)::\\d{12}:(role|user|assumed-role)",
    },
  ],
  "constructs/aws/kubernetes/cluster.ts": [
    {
      name: "AWS: the Kubernetes API is public without anybody named",
      security: true,
      find: "endpointPublicAccess: apiFrom.length > 0",
      put: "endpointPublicAccess: true",
    },
    {
      name: "AWS: whoever makes the cluster administers it",
      security: true,
      find: "bootstrapClusterCreatorAdminPermissions: false",
      put: "bootstrapClusterCreatorAdminPermissions: true",
    },
    {
      name: "AWS: a living cluster is replaced for how it was bootstrapped",
      find: '          "bootstrap_self_managed_addons",\n',
      put: "",
    },
    {
      name: "AWS: nodes are left without rights while the cluster goes",
      find: "        ...rights,\n        ...nodeRights,\n",
      put: "",
    },
    {
      name: "AWS: a cluster is billed for a version that is out of support",
      find: 'supportType: "STANDARD"',
      put: 'supportType: "EXTENDED"',
    },
  ],
  "constructs/aws/kubernetes/node-pool.ts": [
    {
      name: "AWS: pods are nodes to the firewalls",
      security: true,
      find: "podSecurityGroupSelectorTerms: [{ id: pods.group.id }]",
      put: "podSecurityGroupSelectorTerms: [{ id: nodes.group.id }]",
    },
    {
      name: "AWS: nodes go all at once",
      find: 'budgets: [{ nodes: "1" }]',
      put: 'budgets: [{ nodes: "100%" }]',
    },
  ],
  "constructs/aws/kubernetes/image-repository.ts": [
    {
      name: "AWS: the copy of Node's image goes with the oldest images",
      find: '["fluent-bit-*", "node-*"]',
      put: '["fluent-bit-*"]',
    },
    {
      name: "AWS: a tag may be another image tomorrow",
      security: true,
      find: '"IMMUTABLE"',
      put: '"MUTABLE"',
    },
    { name: "AWS: nobody scans images", security: true, find: "scanOnPush: true", put: "scanOnPush: false" },
  ],
  "constructs/aws/kubernetes/pod-logs.ts": [
    {
      name: "AWS: who collects logs writes to every log group",
      security: true,
      find: "resources: [`${this.group.arn}:*`],",
      put: 'resources: ["*"],',
    },
    {
      name: "AWS: lines of pods are given up after one attempt",
      find: "Retry_Limit no_limits`;",
      put: "Retry_Limit no_retries`;",
    },
    {
      name: "AWS: CloudWatch gets a record in place of a line with metrics",
      find: "log_key log\n",
      put: "",
    },
  ],
  "constructs/aws/kubernetes/pod-identity.ts": [
    {
      name: "AWS: pods of another cluster are ours",
      security: true,
      find: '        ArnEquals: { "aws:SourceArn": arn },\n',
      put: "",
    },
  ],
  "constructs/aws/kubernetes/kubernetes-web-tier.ts": [
    {
      name: "AWS: pods that serve read the administrator's secret",
      security: true,
      find: 'database.grantLogin(identity("serving", serviceAccounts.serve));\n    database.grantMigration(identity("migrating", serviceAccounts.migrate));',
      put: 'const role = identity("serving", serviceAccounts.serve);\n    identity("migrating", serviceAccounts.migrate);\n    database.grantLogin(role);\n    database.grantMigration(role);',
    },
  ],
  "constructs/aws/kubernetes/workload.ts": [
    {
      name: "AWS: a pod goes before the load balancer has found another healthy",
      find: '"eks.amazonaws.com/pod-readiness-gate-inject": "enabled"',
      put: '"elbv2.k8s.aws/pod-readiness-gate-inject": "enabled"',
    },
  ],
};
