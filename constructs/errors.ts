import { Token } from "cdktf";
import type { IConstruct } from "constructs";

/** A wrong value in a construct's props: says which construct, which prop, what is allowed and what was given. */
export class ConstructError extends Error {
  /** Tells it apart in logs. */
  override readonly name = "ConstructError";

  /**
   * Puts the construct's path before the message.
   *
   * @param scope construct that refuses the value
   * @param message lower-case, the prop in back-ticks, then the rule and the value
   */
  constructor(scope: IConstruct, message: string) {
    super(`[${scope.node.path}] ${message}`);
  }
}

/**
 * Refuses `value` unless `holds`; steps aside for values that only Terraform will know.
 *
 * @param scope construct that owns the prop
 * @param prop name of the prop, as its user wrote it
 * @param value what was given; shown in the message
 * @param rule what is allowed, worded to follow "must"
 * @param holds whether the value obeys the rule
 * @throws {ConstructError} when the value is known and breaks the rule
 */
export function requireThat<T>(
  scope: IConstruct,
  prop: string,
  value: T,
  rule: string,
  holds: (value: T) => boolean,
): void {
  if (Token.isUnresolved(value) || holds(value)) return;
  throw new ConstructError(scope, `\`${prop}\` must ${rule}, got ${JSON.stringify(value)}`);
}
