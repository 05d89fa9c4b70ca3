import { readReference } from "./references";
import type { SynthesizedStack } from "../synthesized";

/** One statement of a policy. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** Every policy document in the JSON, by the type of resource that carries it. */
export function policies({ resource }: SynthesizedStack): { type: string; statements: Statement[] }[] {
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.values(byName)
      .filter(({ policy }) => typeof policy === "string" && policy.startsWith("{"))
      .map(({ policy }) => ({ type, statements: statementsOf(policy) })),
  );
}

/**
 * Statements of each role's inline policies, by the service that assumes the role; of several for pods, with their service account
 * behind it.
 */
export function permissions({ resource }: SynthesizedStack): Map<string, Statement[]> {
  const roles = Object.entries(resource.aws_iam_role ?? {}).map(([name, { assume_role_policy }]) => {
    const [, service = ""] = /"Service":"([^"]+)"/.exec(assume_role_policy) ?? [];
    const own = Object.values(resource.aws_iam_role_policy ?? {}).filter(
      ({ role }) => readReference(role).name === name,
    );
    return [service + forPods(name), own.flatMap(({ policy }) => statementsOf(policy))] as const;
  });
  return new Map(roles);

  function forPods(role: string): string {
    const found = Object.values(resource.aws_eks_pod_identity_association ?? {}).find(
      ({ role_arn }) => readReference(role_arn).name === role,
    );
    return found ? ` ${found.service_account}` : "";
  }
}

/** Whether the statements let somebody do `action` to `resource`, as IAM would decide (conditions aside). */
export function mayDo(statements: readonly Statement[], action: string, resource: string): boolean {
  const holds = (effect: string) =>
    statements.some(
      (statement) =>
        statement.Effect === effect &&
        list(statement.Action).some((pattern) => matches(pattern.toLowerCase(), action.toLowerCase())) &&
        list(statement.Resource).some((pattern) => matches(pattern, resource)),
    );
  return holds("Allow") && !holds("Deny");
}

/** One or many as many. */
export function list(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function statementsOf(policy: string): Statement[] {
  return (JSON.parse(policy) as { Statement: Statement[] }).Statement;
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`).test(text);
}
