import { Testing } from "cdktf";
import { synth } from "../../../__tests__/support/synth";
import { awsStack, type AwsOptions } from "../../../__tests__/support/aws-stacks";
import { OciStack } from "../../../stacks/oci-stack";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { Stack } from "../../stack";

/** The AWS stack as it is synthesized. */
export function aws(options: AwsOptions = {}, profile: Profile = profiles.lab): Stack {
  return new Stack(synth(awsStack(profile, options)));
}

/** The OCI stack as it is synthesized. */
export function oci(profile: Profile = profiles.lab): Stack {
  return new Stack(synth(new OciStack(Testing.app(), "oci-stack", { profile })));
}

/** A stack without anything. */
export function empty(): Stack {
  return new Stack({ provider: { aws: [{ region: "us-east-1" }] }, output: {}, resource: {} });
}
