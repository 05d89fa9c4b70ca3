import { App, Testing } from "cdktf";
import { synth } from "../../../__tests__/support/synth";
import { awsStack, type AwsOptions } from "../../../__tests__/support/aws-stacks";
import { OciStack } from "../../../stacks/oci-stack";
import { ociOptions } from "../../../stacks/oci/options";
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

/** The OCI stack with a cluster. */
export function ociCluster(): Stack {
  const context = { webTier: "kubernetes", ociBastionAllowFrom: ["203.0.113.0/24"] };
  const options = ociOptions(new App({ context }).node);
  return new Stack(synth(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab, options })));
}

/** A stack without anything. */
export function empty(): Stack {
  return new Stack({ provider: { aws: [{ region: "us-east-1" }] }, output: {}, resource: {} });
}
