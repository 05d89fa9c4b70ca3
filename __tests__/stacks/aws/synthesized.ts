import { profiles } from "../../../stacks/context/profiles";
import { awsStack, fullProduction } from "../../support/aws-stacks";
import { synth } from "../../support/synth";

/** The stack as a lab. */
export const lab = synth(awsStack(profiles.lab));
/** The stack in production. */
export const production = synth(awsStack(profiles.production));
/** The stack in production with every option. */
export const full = synth(fullProduction());
