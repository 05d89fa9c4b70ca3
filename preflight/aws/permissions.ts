import { type EvaluationResult, GetRoleCommand, paginateSimulatePrincipalPolicy } from "@aws-sdk/client-iam";
import { type Answer, failure, ok, type Question, warning } from "../question";
import type { Stack } from "../stack";
import type { AwsAccount, Identity } from "./account";
import { collect } from "./pages";

/** Actions of IAM that deploying a stack takes, from its JSON. */
export type ActionsOf = (json: Stack["json"]) => readonly string[];

/** Number of actions in one call of IAM. */
const portion = 100;

/**
 * Asks IAM whether whoever asks may make, change and destroy every type of resource that the stack has. IAM judges policies of
 * the identity, its boundary and those of the organization, for all resources at once.
 */
export function permissions(stack: Stack, actionsOf: ActionsOf | undefined): readonly Question<AwsAccount>[] {
  if (actionsOf === undefined || Object.keys(stack.json.resource).length === 0) return [];
  return [
    {
      id: "permissions",
      asks: "May I make, change and destroy what the stack has?",
      needs: ["iam:SimulatePrincipalPolicy", "iam:GetRole"],
      link: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html",
      ofAsker: true,
      answer: async (account) => {
        const identity = await account.identity();
        if (identity.arn.endsWith(":root")) return ok("the root user may do everything");
        const principal = await principalOf(identity, account);
        if (principal === undefined)
          return warning(`IAM does not tell what ${identity.arn} may do`, "ask as a role or a user");
        return verdictOf(await simulated(principal, actionsOf(stack.json), account));
      },
    },
  ];
}

/** The user or role behind a session; its ARN leaves out the role's path. */
async function principalOf({ arn }: Identity, { iam }: AwsAccount): Promise<string | undefined> {
  const [kind, name] = arn.split(":").at(-1)!.split("/");
  if (kind === "user") return arn;
  if (kind !== "assumed-role") return undefined;
  return (await iam.send(new GetRoleCommand({ RoleName: name }))).Role?.Arn;
}

async function simulated(
  principal: string,
  actions: readonly string[],
  { iam, region }: AwsAccount,
): Promise<EvaluationResult[]> {
  const starts = Array.from({ length: Math.ceil(actions.length / portion) }, (_, index) => index * portion);
  const asked = starts.map((start) => {
    const request = {
      PolicySourceArn: principal,
      ActionNames: actions.slice(start, start + portion),
      ContextEntries: [
        {
          ContextKeyName: "aws:RequestedRegion",
          ContextKeyValues: [region],
          ContextKeyType: "string" as const,
        },
      ],
    };
    return collect(
      paginateSimulatePrincipalPolicy({ client: iam }, request),
      (page) => page.EvaluationResults,
    );
  });
  return (await Promise.all(asked)).flat();
}

function verdictOf(results: readonly EvaluationResult[]): Answer {
  const denied = results.filter(({ EvalDecision }) => EvalDecision !== "allowed");
  if (denied.length === 0) return ok(`all ${results.length} actions are allowed`);
  const never = denied.filter(isNever);
  if (never.length > 0)
    return failure(
      `a policy, a boundary or the organization denies ${namesOf(never)}`,
      "deploy as somebody else, or have the denial taken away",
    );
  return warning(
    `not allowed on every resource: ${namesOf(denied)}`,
    "nothing, where policies allow it on the stack's own names or tags, which IAM cannot be asked beforehand; otherwise have it granted",
  );
}

/** Whether no resource's name and no tag would change the answer. */
function isNever({
  EvalDecision,
  MissingContextValues = [],
  OrganizationsDecisionDetail,
}: EvaluationResult): boolean {
  if (MissingContextValues.length > 0) return false;
  return EvalDecision === "explicitDeny" || OrganizationsDecisionDetail?.AllowedByOrganizations === false;
}

function namesOf(results: readonly EvaluationResult[]): string {
  const names = results.map(({ EvalActionName = "" }) => `\`${EvalActionName}\``);
  return names.length <= 8
    ? names.join(", ")
    : `${names.slice(0, 8).join(", ")} and ${names.length - 8} more`;
}
