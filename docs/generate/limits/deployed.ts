import { Testing } from "cdktf";
import { synth } from "../../../__tests__/support/synth";
import { AwsStack } from "../../../stacks/aws-stack";
import { profiles } from "../../../stacks/context/profiles";
import { OciStack } from "../../../stacks/oci-stack";

const profile = profiles.lab;
/** The AWS stack, as a lab. */
export const awsStack = new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile });
/** The OCI stack, as a lab. */
export const ociStack = new OciStack(Testing.app(), "oci-stack", { profile });
/** Synthesized stacks of both clouds. */
export const [aws, oci] = [awsStack, ociStack].map(synth);

/** The only resource of a type. */
function only(json: typeof aws, type: string) {
  const all = Object.values(json!.resource[type]!);
  if (all.length !== 1) throw new Error(`expected one ${type}, got ${all.length}`);
  return all[0]!;
}

/** The Application Load Balancer. */
export const balancer = only(aws, "aws_lb");
/** Its target group. */
export const target = only(aws, "aws_lb_target_group");
/** The Auto Scaling group. */
export const group = only(aws, "aws_autoscaling_group");
/** OCI's backend set. */
const backends = only(oci, "oci_load_balancer_backend_set");
/** OCI's instance pool. */
const pool = only(oci, "oci_core_instance_pool");
/** Attachment of the pool to the load balancer. */
export const [attachment] = pool.load_balancers as Record<string, number>[];
/** The database on AWS. */
export const rds = only(aws, "aws_db_instance");
/** The target group's health check. */
export const check = target.health_check as Record<string, number>;
/** The backend set's health check. */
export const checker = backends.health_checker as Record<string, number>;
