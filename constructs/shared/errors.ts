import { Token } from "cdktf";
import type { IConstruct } from "constructs";

/** A value that breaks a rule: says which prop, what is allowed and what was given. */
export class RefusedValue extends RangeError {
  /** Tells it apart in logs. */
  override readonly name: string = "RefusedValue";

  /**
   * Puts the three into one sentence.
   *
   * @param prop name of the prop, as its user wrote it, such as `servers.min`
   * @param rule what is allowed, worded to follow "must"
   * @param shown what was given, as JSON unless it may be a secret
   * @param origin what stands before the sentence, such as the construct that refuses
   */
  constructor(
    readonly prop: string,
    readonly rule: string,
    readonly shown: string,
    origin = "",
  ) {
    super(`${origin}\`${prop}\` must ${rule}, got ${shown}`);
  }
}

/** A wrong value in a construct's props: says which construct besides. */
export class ConstructError extends RefusedValue {
  /** Tells it apart in logs. */
  override readonly name = "ConstructError";

  /**
   * Puts the construct's path before the sentence.
   *
   * @param scope construct that refuses the value
   * @param prop name of the prop, as its user wrote it
   * @param rule what is allowed, worded to follow "must"
   * @param shown what was given, as JSON unless it may be a secret
   */
  constructor(scope: IConstruct, prop: string, rule: string, shown: string) {
    super(prop, rule, shown, `[${scope.node.path}] `);
  }
}

/**
 * Refuses `value` unless `holds`, where no construct is there yet to refuse it; steps aside for values that only Terraform
 * will know.
 *
 * @param prop name of the prop, as its user wrote it
 * @param value what was given
 * @param rule what is allowed, worded to follow "must"
 * @param holds whether the value obeys the rule
 * @param shown what the message tells of the value; the value itself unless it may be a secret
 * @throws {RefusedValue} when the value is known and breaks the rule
 */
export function requireValue<T>(
  prop: string,
  value: T,
  rule: string,
  holds: (value: T) => boolean,
  shown: string = shownOf(value),
): void {
  if (!Token.isUnresolved(value) && !holds(value)) throw new RefusedValue(prop, rule, shown);
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
  if (!Token.isUnresolved(value) && !holds(value))
    throw new ConstructError(scope, prop, rule, shownOf(value));
}

// JSON would make NaN into null, and has no word for what is missing.
function shownOf(value: unknown): string {
  return typeof value === "number" || value === undefined ? String(value) : JSON.stringify(value);
}
