import type { StackJson } from "./actions";
import { document, type Statement } from "./document";
import { list, managedPoliciesIn, statementsIn } from "./roles";
import type { Scope } from "./scope";
import { statementsFor } from "./statements";

/**
 * Writes the permissions boundary of a stack's roles: what its servers and services do, on what is the stack's. Whatever policy a
 * deployment gives to a role, the role can do no more than this.
 *
 * @param json what Terraform is to deploy
 * @param scope what of it is ours
 */
export function boundary(json: StackJson, scope: Scope): string {
  const given = statementsIn(json);
  const anywhere = unique(
    given.filter(({ Resource }) => Resource === "*").flatMap(({ Action }) => list(Action)),
  );
  const ours = unique(given.filter(({ Resource }) => Resource !== "*").flatMap(({ Action }) => list(Action)));
  return document([
    { Effect: "Allow", Action: anywhere, Resource: ["*"] },
    ...statementsFor(ours, scope),
    ...managedPoliciesIn(json).flatMap((arn) => managed(arn, scope)),
  ]);
}

/** Statements of the boundary for one of AWS's own policies. */
function managed(policyArn: string, { account, partition, region }: Scope): Statement[] {
  if (!policyArn.endsWith("/AmazonRDSEnhancedMonitoringRole"))
    throw new RangeError(`what ${policyArn} allows must be written in delivery/aws/boundary.ts`);
  // https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonRDSEnhancedMonitoringRole.html
  const groups = `arn:${partition}:logs:${region}:${account}:log-group:RDS*`;
  return [
    { Effect: "Allow", Action: ["logs:CreateLogGroup", "logs:PutRetentionPolicy"], Resource: [groups] },
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams", "logs:GetLogEvents"],
      Resource: [`${groups}:log-stream:*`],
    },
  ];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
