import type { Edits } from "../mutant";

/** Roles, users and plans of workflows that deploy. */
export const delivery: Edits = {
  "delivery/aws/trust.ts": [
    {
      name: "delivery on AWS: whoever takes the repository's name deploys",
      security: true,
      find: '          [claim("repository_id")]: String(repository.id),\n',
      put: "",
    },
    {
      name: "delivery on AWS: every workflow deploys",
      security: true,
      find: "...(refs && { StringLike",
      put: "...(refs && !refs && { StringLike",
    },
  ],
  "delivery/aws/policies.ts": [
    {
      name: "delivery on AWS: whoever deploys takes the boundary away",
      security: true,
      find: '    { Effect: "Deny", Action: ["iam:DeleteRolePermissionsBoundary"], Resource: ["*"] },\n',
      put: "",
    },
    {
      name: "delivery on AWS: whoever deploys changes its own role",
      security: true,
      find: "Resource: [boundaryArn, ...ownArns] }",
      put: "Resource: [boundaryArn] }",
    },
    {
      name: "delivery on AWS: whoever plans reads secrets",
      security: true,
      find: "state: [...state, secrecy],",
      put: "state,",
    },
  ],
  "delivery/aws/cluster-rights.ts": [
    {
      name: "delivery on AWS: a cluster's role reaches every cluster",
      security: true,
      find: "[`aws:${key}/${clusterTag}`]: clusters",
      put: '[`aws:${key}/${clusterTag}`]: ["*"]',
    },
    {
      name: "delivery on AWS: a cluster's role starts servers in every security group",
      security: true,
      find: 'allow(actions, arnsOf(scope, "ec2:security-group"), tagsAre("ResourceTag", scope))',
      put: 'allow(actions, arnsOf(scope, "ec2:security-group"))',
    },
    {
      name: "delivery on AWS: a cluster's role starts servers in every subnet",
      security: true,
      find: 'scope.given.subnets.length === 0 ? tagsAre("ResourceTag", scope) : undefined',
      put: "undefined",
    },
    {
      name: "delivery on AWS: a cluster's role gives servers any role",
      security: true,
      find: "iam(`role/${prefix}*`)",
      put: 'iam("role/*")',
    },
    {
      name: "delivery on AWS: nodes hand out identities of every cluster",
      security: true,
      find: "cluster/${name}`",
      put: "cluster/*`",
    },
    {
      name: "delivery on AWS: nodes pull every image",
      security: true,
      find: "repository/eks/*`",
      put: "repository/*`",
    },
    {
      name: "delivery on AWS: a cluster's role takes any load balancer's targets away",
      security: true,
      find: 'allow(register, groups, ofCluster("ResourceTag", scope))',
      put: "allow(register, groups)",
    },
    {
      name: "delivery on AWS: a cluster's role tags what is there as its own",
      security: true,
      find: 'StringEquals: { "ec2:CreateAction": [',
      put: 'StringNotEquals: { "ec2:CreateAction": [',
    },
    {
      name: "delivery on AWS: a cluster's role gives its role to any service",
      security: true,
      find: 'StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" },',
      put: 'StringLike: { "iam:PassedToService": "*" },',
    },
  ],
  "delivery/plan/cluster.ts": [
    {
      name: "delivery: a private API is found out after the apply",
      find: 'if (process.env.RUNNER_ENVIRONMENT !== "github-hosted") return;',
      put: "return;",
    },
  ],
  "delivery/aws/exceptions.ts": [
    {
      name: "delivery on AWS: roles are made without a boundary",
      security: true,
      find: '"iam:CreateRole": [{ resources: roles, condition: bounded }],',
      put: '"iam:CreateRole": [{ resources: roles }],',
    },
    {
      name: "delivery on AWS: roles are passed to any service",
      security: true,
      find: '{ resources: roles, condition: { StringEquals: { "iam:PassedToService": guards.services } } },',
      put: "{ resources: roles },",
    },
    {
      name: "delivery on AWS: keys are granted to anybody",
      security: true,
      find: 'const onBehalf = { Bool: { "kms:GrantIsForAWSResource": "true" } };',
      put: "const onBehalf = {};",
    },
    {
      name: "delivery on AWS: whatever is there can be tagged as the stack's",
      security: true,
      find: ', { Null: { "ec2:CreateAction": "false" } }),',
      put: ", {}),",
    },
  ],
  "delivery/aws/boundary.ts": [
    {
      name: "delivery on AWS: servers may do anywhere what they may do on what is theirs",
      security: true,
      find: 'given.filter(({ Resource }) => Resource === "*")',
      put: "given",
    },
  ],
  "delivery/aws/state.ts": [
    {
      name: "delivery on AWS: states of all environments are read",
      security: true,
      find: 'Action: ["s3:GetObject"], Resource: [`${arn}/${key}`] };',
      put: 'Action: ["s3:GetObject"], Resource: [`${arn}/*`] };',
    },
  ],
  "delivery/oci/rights.ts": [
    {
      name: "delivery on OCI: dynamic groups of every environment are changed",
      security: true,
      find: "`manage dynamic-groups where target.dynamic-group.name = /${prefix}*/`",
      put: '"manage dynamic-groups"',
    },
    {
      name: "delivery on OCI: whoever plans manages what there is",
      security: true,
      find: "kindsOf(types).map((kind) => `read ${kind}`)",
      put: "kindsOf(types).map((kind) => `manage ${kind}`)",
    },
  ],
  "delivery/oci/state.ts": [
    {
      name: "delivery on OCI: a state can be deleted",
      security: true,
      find: '["READ", "CREATE", "OVERWRITE"]',
      put: '["READ", "CREATE", "OVERWRITE", "DELETE"]',
    },
    {
      name: "delivery on OCI: states of all environments are read",
      security: true,
      find: "`read objects in tenancy where all {${bucket}, ${readable}}`",
      put: "`read objects in tenancy where all {${bucket}}`",
    },
  ],
  "delivery/oci/github-on-oci.ts": [
    {
      name: "delivery on OCI: tokens for others are taken",
      security: true,
      find: "      clientClaimValues: [audience],\n",
      put: '      clientClaimValues: ["*"],\n',
    },
  ],
  "delivery/oci/exchange.ts": [
    {
      name: "delivery on OCI: a redirect gets the client's secret",
      security: true,
      find: 'redirect: "error",',
      put: 'redirect: "follow",',
    },
  ],
  "delivery/oci/session.ts": [
    {
      name: "delivery on OCI: others on the machine read a token that was there before",
      security: true,
      find: "  chmodSync(file, 0o600);\n",
      put: "",
    },
  ],
  "delivery/plan/bundle.ts": [
    {
      name: "delivery: a plan of another commit is applied",
      security: true,
      find: '["cloud", "environment", "commit"]',
      put: '["cloud", "environment"]',
    },
    {
      name: "delivery: a file that was changed in a plan is applied",
      security: true,
      find: "files[name] === undefined || digest(files[name]) !== manifest.files[name]",
      put: "files[name] === undefined",
    },
    {
      name: "delivery: a plan that anybody could write is applied though there is a key",
      security: true,
      find: "if (key === undefined) return bytes;",
      put: "return bytes;",
    },
    {
      name: "delivery: a plan writes outside of its folder",
      security: true,
      find: '.startsWith(".."))',
      put: '.startsWith("//"))',
    },
  ],
  "delivery/github/repository.ts": [
    {
      name: "delivery: a colon in an environment's name is another subject",
      find: 'environment.replaceAll(":", "%3A")',
      put: "environment",
    },
  ],
  "delivery/github/previews.ts": [
    {
      name: "delivery: environments of closed pull requests stay for a week",
      find: 'state === "closed" || now',
      put: "now",
    },
  ],
};
