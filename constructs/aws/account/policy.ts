/** Conditions of a statement, in IAM's own notation. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** One permission: what may be done to which resource. */
export interface Permission {
  /** Actions, such as `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs of what they may be done to. */
  readonly resources: readonly string[];
  /**
   * Condition element of the statement.
   *
   * @default - nothing
   */
  readonly condition?: Condition;
}

/** Writes a policy that allows exactly these permissions. */
export function allow(...permissions: readonly Permission[]): string {
  return document(
    permissions.map(({ actions, resources, condition }) => ({
      Effect: "Allow",
      Action: oneOrMany(actions),
      Resource: oneOrMany(resources),
      ...(condition && { Condition: condition }),
    })),
  );
}

/**
 * Writes the trust policy of a role that one service takes on.
 *
 * @param tagsSessions whether the service tags the sessions, as EKS does
 */
export function trust(service: string, condition?: Condition, tagsSessions = false): string {
  return document([
    {
      Effect: "Allow",
      Action: tagsSessions ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole",
      Principal: { Service: service },
      ...(condition && { Condition: condition }),
    },
  ]);
}

/** Writes a policy out of statements. */
export function document(statements: readonly object[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

function oneOrMany(values: readonly string[]): string | readonly string[] {
  return values.length === 1 ? values[0]! : values;
}
