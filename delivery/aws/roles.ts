import type { StackJson } from "./actions";

type ByName = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A statement of a policy that a stack writes: one action or many, one resource or many. */
interface Written {
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

/** Services that the stack's roles are for, such as `ec2.amazonaws.com`. */
export function servicesIn(json: StackJson): string[] {
  const trusts = all(json, "aws_iam_role").map(({ assume_role_policy }) => String(assume_role_policy));
  return unique(
    trusts.flatMap((trust) => [...trust.matchAll(/"Service":"([^"]+)"/g)].map(([, name]) => name!)),
  );
}

/** ARNs of AWS's own policies that the stack gives to roles. */
export function managedPoliciesIn(json: StackJson): string[] {
  return unique(all(json, "aws_iam_role_policy_attachment").map(({ policy_arn }) => String(policy_arn)));
}

/** Statements of the stack's own policies on its roles. */
export function statementsIn(json: StackJson): Written[] {
  return all(json, "aws_iam_role_policy").flatMap(
    ({ policy }) => (JSON.parse(String(policy)) as { Statement: Written[] }).Statement,
  );
}

/** Names of the stack's EKS clusters. */
export function clustersIn(json: StackJson): string[] {
  return unique(all(json, "aws_eks_cluster").map(({ name }) => String(name)));
}

/** Keys of the objects that the stack puts into its buckets. */
export function objectsIn(json: StackJson): string[] {
  return unique(all(json, "aws_s3_object").map(({ key }) => String(key)));
}

/** One or many as many. */
export function list(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function all({ resource }: StackJson, type: string): Readonly<Record<string, unknown>>[] {
  return Object.values((resource?.[type] ?? {}) as ByName);
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
