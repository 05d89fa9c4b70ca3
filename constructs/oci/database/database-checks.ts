import { Token } from "cdktf";
import type { IConstruct } from "constructs";
import { isEmail, requireThat } from "../../shared";
import { type DatabaseOptions, leastStorageGB, type LongTermBackups } from "./database-options";
import type { ExistingVault } from "../account";

/** Rule for whom Oracle writes to, worded to follow "must". */
export const contactsRule = "be 1 to 10 different e-mail addresses";

/** Rule for why the database's certificate need not name its host, worded to follow "must". */
export const hostNameRule =
  "say in 20 characters or more why the database's certificate need not name its host";

/**
 * Refuses options that OCI does not take.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkOptions(scope: IConstruct, options: DatabaseOptions): void {
  const { capacity = {}, contacts, alwaysFree = false } = options;
  requireThat(
    scope,
    "alwaysFree",
    alwaysFree as boolean,
    "be false or left out, because an Always Free database cannot have a private endpoint",
    (value) => !value,
  );
  checkChoice(scope, "workload", options.workload, ["OLTP", "LH", "AJD"]);
  checkChoice(scope, "version", options.version, ["19c", "26ai"]);
  checkChoice(scope, "licenseModel", options.licenseModel, ["LICENSE_INCLUDED", "BRING_YOUR_OWN_LICENSE"]);
  checkChoice(scope, "maintenance", options.maintenance, ["EARLY", "REGULAR"]);
  checkWhole(scope, "capacity.ecpus", capacity.ecpus, 2, 512);
  checkWhole(scope, "capacity.storageGB", capacity.storageGB, leastStorageGB(options), 393_216);
  if (contacts) checkContacts(scope, contacts);
  if (options.longTermBackups) checkLongTerm(scope, options.longTermBackups);
  if (options.encryptionKey) checkKey(scope, options.encryptionKey);
  if (options.uncheckedHostName) checkHostName(scope, options.uncheckedHostName);
}

function checkHostName(scope: IConstruct, { reason }: { readonly reason: string }): void {
  requireThat(scope, "uncheckedHostName.reason", reason, hostNameRule, (given) => given.trim().length >= 20);
}

function checkContacts(scope: IConstruct, contacts: readonly string[]): void {
  requireThat(
    scope,
    "contacts",
    contacts,
    contactsRule,
    (emails) =>
      emails.length >= 1 &&
      emails.length <= 10 &&
      new Set(emails).size === emails.length &&
      emails.every((email) => Token.isUnresolved(email) || isEmail(email)),
  );
}

function checkLongTerm(scope: IConstruct, { every, from, keptDays }: LongTermBackups): void {
  checkChoice(scope, "longTermBackups.every", every, ["WEEK", "MONTH", "YEAR"]);
  checkWhole(scope, "longTermBackups.keptDays", keptDays, 90, 3650);
  requireThat(
    scope,
    "longTermBackups.from",
    from,
    "be a time in UTC from 2026 on, before which nobody had this project, such as 2027-01-03T02:00:00Z",
    (time) => time >= "2026" && isTime(time),
  );
}

// Read and written again, the 31st of February is another day.
function isTime(time: string): boolean {
  const read = new Date(time);
  return !Number.isNaN(read.getTime()) && read.toISOString().replace(".000", "") === time;
}

function checkKey(scope: IConstruct, { keyId, vaultId }: ExistingVault): void {
  for (const [kind, ocid] of [
    ["key", keyId],
    ["vault", vaultId],
  ] as const)
    requireThat(
      scope,
      `encryptionKey.${kind}Id`,
      ocid,
      `be the OCID of a ${kind}, such as ocid1.${kind}.oc1..aaaa`,
      (id) => new RegExp(`^ocid1\\.${kind}\\.\\S+$`).test(id),
    );
}

function checkChoice<T extends string>(
  scope: IConstruct,
  prop: string,
  value: T | undefined,
  choices: readonly T[],
): void {
  if (value !== undefined)
    requireThat(scope, prop, value, `be one of ${choices.join(", ")}`, (given) => choices.includes(given));
}

function checkWhole(
  scope: IConstruct,
  prop: string,
  value: number | undefined,
  min: number,
  max: number,
): void {
  if (value !== undefined)
    requireThat(
      scope,
      prop,
      value,
      `be a whole number from ${min} to ${max}`,
      (number) => Number.isInteger(number) && number >= min && number <= max,
    );
}
