/**
 * IAM actions of a type beside those of the map, as calls of the provider against an emulated account have shown, or as
 * AWS documents it.
 */
export const additions: Readonly<Record<string, readonly string[]>> = {
  aws_autoscaling_group: [
    // A release: the launch template is another one, and servers are replaced.
    "autoscaling:StartInstanceRefresh",
    "autoscaling:DescribeInstanceRefreshes",
    "autoscaling:CancelInstanceRefresh",
    // AWS asks whoever makes a group whether they might start its servers themselves, and give them their role:
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
    "ec2:RunInstances",
    "iam:PassRole",
    "iam:CreateServiceLinkedRole",
    "ssm:GetParameters",
    // `npm run await` asks so whether servers are healthy.
    "elasticloadbalancing:DescribeTargetHealth",
  ],
  aws_db_event_subscription: ["rds:DescribeEventSubscriptions"],
  aws_db_instance: [
    // RDS makes the administrator's secret in the name of whoever makes the database, and uses the key that encrypts:
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html#rds-secrets-manager-permissions
    "kms:CreateGrant",
    "kms:DescribeKey",
    "secretsmanager:RotateSecret",
    "rds:RebootDBInstance",
  ],
  aws_budgets_budget: ["budgets:ListTagsForResource", "budgets:TagResource", "budgets:UntagResource"],
  aws_ecr_repository: [
    "ecr:PutImageTagMutability",
    // A deployment brings the image along: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:CompleteLayerUpload",
    "ecr:GetDownloadUrlForLayer",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
  ],
  aws_eip: ["ec2:DescribeAddressesAttribute"],
  aws_eks_cluster: [
    "eks:DescribeUpdate",
    "eks:UpdateClusterVersion",
    // The key that encrypts what Kubernetes keeps: https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
    "kms:CreateGrant",
    "kms:DescribeKey",
    // https://docs.aws.amazon.com/eks/latest/userguide/using-service-linked-roles-eks.html
    "iam:CreateServiceLinkedRole",
    // `npm run kubernetes -- aws` adds metrics-server and takes it away.
    "eks:CreateAddon",
    "eks:DeleteAddon",
    "eks:DescribeAddon",
    "eks:ListAddons",
  ],
  aws_flow_log: ["iam:PassRole"],
  aws_iam_role: ["iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy"],
  aws_launch_template: ["ec2:ModifyLaunchTemplate"],
  // A bucket goes with what is in it, former versions included.
  aws_s3_bucket: ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"],
  aws_wafv2_web_acl_logging_configuration: [
    "wafv2:DeleteLoggingConfiguration",
    // https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html
    "iam:CreateServiceLinkedRole",
    "logs:CreateLogDelivery",
    "logs:DescribeResourcePolicies",
    "logs:PutResourcePolicy",
  ],
  aws_lb: ["elasticloadbalancing:DescribeCapacityReservation", "iam:CreateServiceLinkedRole"],
  aws_vpc_security_group_ingress_rule: ["ec2:ModifySecurityGroupRules"],
  aws_vpc_security_group_egress_rule: ["ec2:ModifySecurityGroupRules"],
};

/** Actions in the mapping that the stack has no use for: other balancers, other uses, rights that no deployer needs. */
export const needless: readonly RegExp[] = [
  /^(amplify|apigateway|apprunner|appsync|cognito-idp|vpc-lattice|vpce):/,
  /VerifiedAccess|PermissionPolicy$|AddressTransfer|VpcTenancy/,
  // Of classic load balancers.
  /:(AttachLoadBalancerToSubnets|CreateLoadBalancerListeners|EnableAvailabilityZonesForLoadBalancer)$/,
  // Auto Scaling registers servers with the load balancer.
  /:(De)?[Rr]egisterTargets$/,
  /^autoscaling:(ExecutePolicy|.*(NotificationConfiguration|LifecycleHook))$/,
  /^cloudwatch:GetMetricData$/,
  /^ec2:((Una|A)ssignPrivate|(Disa|A)ssociateNat|(Disa|A)ssociateSubnetCidr|DetachNetworkInterface|DeleteNetworkInterface)/,
  /^iam:(ListRoles|DeleteRolePermissionsBoundary)$/,
  /^s3:PutObject(LegalHold|Retention)$/,
];

/** Actions that no type takes, and that policies name all the same: what servers do themselves, within the boundary. */
export const others: readonly string[] = [
  "iam:PutRolePermissionsBoundary",
  "kms:Decrypt",
  "kms:Encrypt",
  "kms:ListGrants",
  "logs:CreateLogStream",
  "logs:DescribeLogGroups",
  "logs:DescribeLogStreams",
  "logs:PutLogEvents",
  "rds-db:connect",
  "s3:GetObjectVersion",
  "secretsmanager:GetSecretValue",
];
