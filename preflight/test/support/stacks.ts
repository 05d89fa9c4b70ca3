import { synth } from "../../../__tests__/support/synth";
import { awsStack, type AwsOptions } from "../../../__tests__/support/aws-stacks";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { Stack } from "../../stack";

/** The AWS stack as it is synthesized. */
export function aws(options: AwsOptions = {}, profile: Profile = profiles.lab): Stack {
  return new Stack(synth(awsStack(profile, options)));
}

/** A stack without anything. */
export function empty(): Stack {
  return new Stack({ provider: { aws: [{ region: "us-east-1" }] }, output: {}, resource: {} });
}
