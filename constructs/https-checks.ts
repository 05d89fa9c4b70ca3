import { Token } from "cdktf";

/**
 * Refuses `value` unless `holds`; steps aside for values that only Terraform will know.
 *
 * @param prop name of the prop, as its user wrote it
 * @param value what was given
 * @param rule what is allowed, worded to follow "must"
 * @param holds whether the value obeys the rule
 * @param shown what the message tells of the value; the value itself unless it may be a secret
 * @throws {RangeError} when the value is known and breaks the rule
 */
export function checkText(
  prop: string,
  value: string,
  rule: string,
  holds: (value: string) => boolean,
  shown: string = JSON.stringify(value),
): void {
  if (Token.isUnresolved(value) || holds(value)) return;
  throw new RangeError(`\`${prop}\` must ${rule}, got ${shown}`);
}

/**
 * Refuses what is no name that visitors could call.
 *
 * @param domainName such as `www.example.com`
 * @param longest how many characters the cloud takes
 * @throws {RangeError} for a name that is none, or too long
 */
export function checkDomainName(domainName: string, longest = 253): void {
  checkText(
    "domainName",
    domainName,
    `be a lower-case name such as www.example.com, of ${longest} characters at most and without a dot at its end`,
    (name) =>
      name.length <= longest &&
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/.test(name),
  );
}

/**
 * Refuses to do without encryption for no reason.
 *
 * @throws {RangeError} for a reason of less than 20 characters
 */
export function checkReason(reason: string): void {
  checkText(
    "reason",
    reason,
    "say in 20 characters or more why visits are not encrypted",
    (given) => given.trim().length >= 20,
  );
}
