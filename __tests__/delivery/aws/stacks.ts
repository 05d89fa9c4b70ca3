import { Testing } from "cdktf";
import { scopeOf } from "../../../delivery/aws/environments";
import type { StackJson } from "../../../delivery/aws/actions";
import type { Scope } from "../../../delivery/aws/scope";
import { profiles } from "../../../stacks/context/profiles";
import { existingNetwork } from "../../support/existing-network";
import { awsOptionSets, awsStack, kubernetes } from "../../support/aws-stacks";

/** Number of the account in tests. */
export const account = "111122223333";

const json = (stack: ReturnType<typeof awsStack>) => JSON.parse(Testing.synth(stack, true)) as StackJson;

/** The AWS stack's JSON in each profile and with each option. */
export const variants: Readonly<Record<string, StackJson>> = {
  lab: json(awsStack(profiles.lab)),
  production: json(awsStack(profiles.production)),
  ...Object.fromEntries(
    Object.entries(awsOptionSets).map(([name, options]) => [
      name,
      json(awsStack(profiles.production, options)),
    ]),
  ),
  "a cluster": json(awsStack(profiles.production, { kubernetes })),
  "a cluster and all of them": json(
    awsStack(profiles.production, { ...awsOptionSets["all of them"], kubernetes }),
  ),
  "a cluster in an existing network": json(awsStack(profiles.lab, { kubernetes, existingNetwork })),
};

/** What is an environment's in the account. */
export const scopeIn = (environment: string, stack: StackJson): Scope => scopeOf(environment, account, stack);
