import { type Profile, profiles } from "../../../stacks/context/profiles";
import { type AwsOptions, awsStack, kubernetes } from "../../support/aws-stacks";
import { synth } from "../../support/synth";

export const { access } = kubernetes;

/** The JSON of a stack with a cluster. */
export const stackWith = (options: AwsOptions = {}, profile: Profile = profiles.lab) =>
  synth(awsStack(profile, { kubernetes, ...options }));
export const lab = stackWith();
