import { requireValue } from "./errors";

/** Value of `Strict-Transport-Security`: a browser that was here within a year does not ask in the clear again. */
export const strictTransportSecurity = "max-age=31536000";

/** Rule for a name that visitors could call, worded to follow "must". */
export const domainNameRule = (longest: number) =>
  `be a lower-case name such as www.example.com, of ${longest} characters at most and without a dot at its end`;

/** Rule for the reason to do without encryption, worded to follow "must". */
export const reasonRule = "say in 20 characters or more why visits are not encrypted";

/**
 * Refuses what is no name that visitors could call.
 *
 * @param domainName such as `www.example.com`
 * @param longest how many characters the cloud takes
 * @throws {RefusedValue} for a name that is none, or too long
 */
export function checkDomainName(domainName: string, longest = 253): void {
  requireValue(
    "domainName",
    domainName,
    domainNameRule(longest),
    (name) =>
      name.length <= longest &&
      /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/.test(name),
  );
}

/**
 * Refuses to do without encryption for no reason.
 *
 * @throws {RefusedValue} for a reason of less than 20 characters
 */
export function checkReason(reason: string): void {
  requireValue("reason", reason, reasonRule, (given) => given.trim().length >= 20);
}
