import type { Judgement, Stack } from "./stack";

/* eslint-disable @typescript-eslint/no-explicit-any -- the JSON has whatever shape the provider gives it */

const list = (value: string | string[]) => [value].flat();
const tokens: Judgement = ({ template }) => template.metadata_options.http_tokens === "required";
const noPublicAddress: Judgement = (stack) =>
  stack.every("aws_subnet", ({ map_public_ip_on_launch: gives }) => gives === false) &&
  stack.template.network_interfaces === undefined;
const encryptedVolumes: Judgement = ({ template }) =>
  template.block_device_mappings.every(({ ebs }: { ebs: { encrypted: string } }) => ebs.encrypted === "true");
const hasEndpoint =
  (service: string): Judgement =>
  (stack) =>
    stack.all("aws_vpc_endpoint").some(({ service_name: name }) => name.endsWith(`.${service}`));
const subscribesTo =
  (sourceType: string): Judgement =>
  (stack) =>
    stack.all("aws_db_event_subscription").some(({ source_type: type }) => type === sourceType);
const hasNo =
  (...types: string[]): Judgement =>
  (stack) =>
    !types.some((type) => stack.has(type));
const bucketsHave =
  (type: string, has: (resource: Record<string, any>) => boolean): Judgement =>
  (stack) =>
    stack.all("aws_s3_bucket").length === stack.all(type).length && stack.every(type, has);
const policiesOf = (stack: Stack, type: string) =>
  stack.all(type).flatMap(({ policy }) => JSON.parse(policy).Statement as Record<string, any>[]);
const notPublic = (statements: Record<string, any>[]) =>
  statements.every(({ Effect, Principal }) => Effect === "Deny" || !/"\*"/.test(JSON.stringify(Principal)));
const neverAllows =
  (pattern: RegExp): Judgement =>
  (stack) =>
    stack.allowed.every(({ Action }) => list(Action).every((action) => !pattern.test(action)));
const neverDecryptsWithAll: Judgement = (stack) =>
  stack.allowed
    .filter(({ Action }) => list(Action).some((action) => /^(\*|kms:(\*|Decrypt|ReEncrypt))/.test(action)))
    .every(({ Resource }) => list(Resource).every((resource) => !/^\*$|key\/\*$/.test(resource)));

/** Controls of AWS Foundational Security Best Practices that the synthesized stack decides, by id. */
export const fsbp: Record<string, Judgement> = {
  "ACM.2": (stack) => stack.every("aws_acm_certificate", ({ key_algorithm: key }) => key === undefined),
  "AutoScaling.1": (stack) => stack.only("aws_autoscaling_group").health_check_type === "ELB",
  "AutoScaling.2": (stack) => stack.only("aws_autoscaling_group").vpc_zone_identifier.length > 1,
  "AutoScaling.3": tokens,
  "AutoScaling.6": (stack) => stack.only("aws_autoscaling_group").mixed_instances_policy !== undefined,
  "AutoScaling.9": (stack) => stack.only("aws_autoscaling_group").launch_template !== undefined,
  "EC2.2": (stack) =>
    stack.every(
      "aws_default_security_group",
      ({ ingress, egress }) => ingress === undefined && egress === undefined,
    ),
  "EC2.3": encryptedVolumes,
  "EC2.6": (stack) => stack.has("aws_flow_log"),
  "EC2.8": tokens,
  "EC2.9": noPublicAddress,
  "EC2.10": hasEndpoint("ec2"),
  "EC2.15": noPublicAddress,
  "EC2.18": ({ openPorts }) => openPorts.every((port) => port === 80 || port === 443),
  "EC2.19": ({ openPorts }) => openPorts.every((port) => port === 80 || port === 443),
  "EC2.21": (stack) => stack.has("aws_default_network_acl") || stack.has("aws_network_acl"),
  "EC2.25": noPublicAddress,
  "EC2.55": hasEndpoint("ecr.api"),
  "EC2.56": hasEndpoint("ecr.dkr"),
  "EC2.57": hasEndpoint("ssm"),
  "EC2.58": hasEndpoint("ssm-contacts"),
  "EC2.60": hasEndpoint("ssm-incidents"),
  "EC2.170": tokens,
  "EC2.180": hasNo("aws_network_interface"),
  "EC2.181": encryptedVolumes,
  "ELB.1": (stack) =>
    stack
      .all("aws_lb_listener")
      .every(({ protocol, default_action: [action] }) => protocol === "HTTPS" || action.type === "redirect"),
  "ELB.4": ({ balancer }) => balancer.drop_invalid_header_fields === true,
  "ELB.5": ({ balancer }) => balancer.access_logs.enabled === true,
  "ELB.6": ({ balancer }) => balancer.enable_deletion_protection === true,
  "ELB.12": ({ balancer }) => balancer.desync_mitigation_mode === "defensive",
  "ELB.13": ({ balancer }) => balancer.subnets.length > 1,
  "ELB.17": (stack) =>
    stack
      .all("aws_lb_listener")
      .some(({ ssl_policy: policy }) => /^ELBSecurityPolicy-TLS13-1-2-Res/.test(policy as string)),
  "ELB.18": (stack) => stack.every("aws_lb_listener", ({ protocol }) => protocol === "HTTPS"),
  "IAM.1": neverAllows(/^\*$/),
  "IAM.2": hasNo("aws_iam_user"),
  "IAM.21": neverAllows(/^[^:]+:\*$|^\*$/),
  "KMS.1": neverDecryptsWithAll,
  "KMS.2": neverDecryptsWithAll,
  "KMS.3": (stack) => stack.every("aws_kms_key", ({ is_enabled: enabled }) => enabled !== false),
  "KMS.5": (stack) => notPublic(policiesOf(stack, "aws_kms_key_policy")),
  "RDS.1": hasNo("aws_db_snapshot", "aws_db_snapshot_copy"),
  "RDS.2": ({ database }) => database.publicly_accessible === false,
  "RDS.3": ({ database }) => database.storage_encrypted === true,
  "RDS.4": ({ database }) => database.storage_encrypted === true,
  "RDS.5": ({ database }) => database.multi_az === true,
  "RDS.6": ({ database }) => database.monitoring_interval > 0,
  "RDS.8": ({ database }) => database.deletion_protection === true,
  "RDS.9": ({ database }) => database.enabled_cloudwatch_logs_exports.includes("postgresql"),
  "RDS.10": ({ database }) => database.iam_database_authentication_enabled === true,
  "RDS.11": ({ database }) => database.backup_retention_period >= 7,
  "RDS.13": ({ database }) => database.auto_minor_version_upgrade === true,
  "RDS.17": ({ database }) => database.copy_tags_to_snapshot === true,
  "RDS.18": ({ database }) => database.db_subnet_group_name !== undefined,
  // Subscriptions there may be none of; one must have these.
  "RDS.20": (stack) =>
    stack
      .all("aws_db_event_subscription")
      .every(({ event_categories: categories }) =>
        ["configuration change", "failure", "maintenance"].every((category) => categories.includes(category)),
      ),
  "RDS.21": subscribesTo("db-parameter-group"),
  "RDS.22": subscribesTo("db-security-group"),
  "RDS.23": ({ database }) => database.port !== 5432,
  "RDS.25": ({ database }) => !["admin", "postgres"].includes(database.username as string),
  "RDS.36": ({ database }) => database.enabled_cloudwatch_logs_exports.includes("postgresql"),
  "S3.2": bucketsHave("aws_s3_bucket_public_access_block", ({ ignore_public_acls: yes }) => yes === true),
  "S3.3": bucketsHave("aws_s3_bucket_public_access_block", ({ block_public_policy: yes }) => yes === true),
  "S3.5": bucketsHave("aws_s3_bucket_policy", ({ policy }) =>
    /"aws:SecureTransport":"false"/.test(policy as string),
  ),
  "S3.6": (stack) =>
    policiesOf(stack, "aws_s3_bucket_policy").every(
      ({ Effect, Principal }) => Effect === "Deny" || Principal.AWS === undefined,
    ),
  "S3.8": bucketsHave(
    "aws_s3_bucket_public_access_block",
    ({ block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets }) =>
      [block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets].every(Boolean),
  ),
  "S3.9": bucketsHave("aws_s3_bucket_logging", () => true),
  "S3.12": bucketsHave(
    "aws_s3_bucket_ownership_controls",
    ({ rule }) => rule.object_ownership === "BucketOwnerEnforced",
  ),
  "SNS.4": (stack) => notPublic(policiesOf(stack, "aws_sns_topic_policy")),
  "SecretsManager.1": ({ database }) => database.manage_master_user_password === true,
  "SecretsManager.4": ({ database }) => database.manage_master_user_password === true,
  "SSM.1": (stack) =>
    hasEndpoint("ssm")(stack) &&
    stack.allowed.some(({ Action }) => list(Action).includes("ssm:UpdateInstanceInformation")),
  "WAF.10": (stack) => stack.every("aws_wafv2_web_acl", ({ rule }) => rule.length > 0),
  "WAF.12": (stack) =>
    stack.every("aws_wafv2_web_acl", ({ rule }) =>
      rule.every((one: Record<string, any>) => one.visibility_config.cloudwatch_metrics_enabled === true),
    ),
};
