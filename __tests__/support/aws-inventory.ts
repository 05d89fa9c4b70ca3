import type { TerraformStack } from "cdktf";
import { markdownTable } from "./markdown";
import { inventory } from "./synth";

/** Purpose of each kind of resource. */
export const awsReasons: Readonly<Record<string, string>> = {
  aws_vpc: "the network itself",
  "data.aws_availability_zones": "which zones the region has",
  "data.aws_subnets": "checks in every plan that no zone goes in which the network has subnets",
  aws_default_security_group: "emptied, so that nothing is open by default",
  aws_subnet: "public, web and data in each zone",
  aws_internet_gateway: "the way in to the load balancer",
  aws_route_table: "one per tier",
  aws_route: "the public tier's, to the internet; no other tier has one",
  aws_route_table_association: "one per subnet",
  aws_vpc_endpoint:
    "S3, Secrets Manager, CloudWatch Logs and two for Session Manager; with a cluster ECR, EKS, EC2 and STS in place of the last two",
  aws_flow_log: "which connections were taken and which were refused",
  aws_security_group: "load balancer, servers (or control plane, nodes and pods), database, endpoints",
  aws_vpc_security_group_ingress_rule: "internet → balancer → servers → database, servers → endpoints",
  aws_vpc_security_group_egress_rule: "balancer → servers → database, endpoints and S3",
  aws_db_instance: "PostgreSQL; its password lies in Secrets Manager",
  aws_db_subnet_group: "the data tier",
  aws_db_parameter_group: "TLS only, and what is logged",
  aws_s3_bucket: "the web app for the servers, and the load balancer's log",
  aws_s3_bucket_lifecycle_configuration: "older artifacts go after 90 days, and logs in time",
  aws_s3_bucket_ownership_controls: "no access control lists",
  aws_s3_bucket_policy: "TLS only, and one lets the load balancer write",
  aws_s3_bucket_public_access_block: "never public",
  aws_s3_bucket_server_side_encryption_configuration: "encrypted",
  aws_s3_bucket_versioning: "older artifacts stay for a rollback",
  aws_s3_object: "the artifact",
  aws_lb: "where visitors arrive",
  aws_lb_listener: "port 80, and with a certificate 443",
  aws_lb_target_group: "servers that are healthy",
  aws_acm_certificate: "for a domain name of one's own",
  aws_acm_certificate_validation: "waits until AWS has issued it",
  aws_route53_record: "proves whose the name is, and leads it to the load balancer",
  aws_launch_template: "what a server is",
  aws_autoscaling_group: "how many servers there are",
  aws_autoscaling_policy: "more or fewer of them by CPU and by requests",
  aws_iam_role:
    "servers (or cluster, nodes and three of pods), the database's monitoring, and flow logs where they are on",
  aws_iam_instance_profile: "hands the role to a server",
  aws_iam_role_policy:
    "a shell, read the artifact, log in as the app, read the administrator's secret, write logs; and flow logs where they are on",
  aws_iam_role_policy_attachment: "reports on the database's operating system",
  aws_cloudwatch_log_group:
    "the servers', the database's own, its upgrades', refused tokens', and flow logs where they are on",
  aws_cloudwatch_dashboard: "all three tiers on one page",
  aws_cloudwatch_metric_alarm:
    "four on the load balancer, one on the servers, five on the database, two on what the app measures",
  aws_eks_cluster: "runs the application's pods, in Auto Mode",
  aws_eks_access_entry: "who may ask the Kubernetes API: an administrator, and nodes",
  aws_eks_access_policy_association: "what they may do there",
  aws_eks_pod_identity_association:
    "who pods are to AWS: those that serve, those that migrate, and those that ship logs",
  aws_ecr_repository: "the application's images",
  aws_ecr_lifecycle_policy: "keeps the newest thirty of them",
  aws_sns_topic: "who hears about alarms",
  aws_sns_topic_policy: "CloudWatch may publish, the budget, and RDS where somebody hears it",
  aws_db_event_subscription: "fail-over, failure, maintenance and more of the database, to the same topic",
  aws_sns_topic_subscription: "who gets a mail about them",
  "data.aws_route53_zone": "checks in every plan that the name lies in the zone",
  aws_kms_key:
    "encrypts messages, because CloudWatch may not use the key that AWS keeps; another one what a cluster keeps",
  aws_kms_key_policy: "CloudWatch may use it, and RDS where somebody hears it",
  aws_kms_alias: "names it",
  terraform_data:
    "remembers what the stack was deployed with, waits where servers are replaced, names the database and its final snapshot, and remembers that the stack is production",
};

/** Number of resources of each kind in every stack, and their purpose. */
export function inventoryTable(stacks: Readonly<Record<string, TerraformStack>>): string {
  const counts = Object.values(stacks).map(inventory);
  const types = [...new Set(counts.flatMap((count) => Object.keys(count)))].sort();
  return markdownTable(
    ["resource", ...Object.keys(stacks), "what for"],
    types.map((type) => {
      const reason = awsReasons[type];
      if (!reason) throw new Error(`nobody says what ${type} is for`);
      return [`\`${type}\``, ...counts.map((count) => String(count[type] ?? "–")), reason];
    }),
  );
}
