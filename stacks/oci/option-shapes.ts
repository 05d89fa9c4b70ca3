import type { ExistingNetwork, ExistingVault, LongTermBackups, Schedule } from "../../constructs/oci";

/** Whether it has the shape of a network that was there before. */
export function isExistingNetwork(value: unknown): value is ExistingNetwork {
  const { vcnId, subnetIds } = fieldsOf(value);
  const ids = fieldsOf(subnetIds);
  return areTexts(vcnId, ids.public, ids.web, ids.data);
}

/** Whether it has the shape of a key in its vault. */
export function isKey(value: unknown): value is ExistingVault {
  const { vaultId, keyId } = fieldsOf(value);
  return areTexts(vaultId, keyId);
}

/** Whether it has the shape of long-term backups. */
export function isLongTermBackups(value: unknown): value is LongTermBackups {
  const { every, from, keptDays } = fieldsOf(value);
  return areTexts(every, from) && typeof keptDays === "number";
}

/** Whether it has the shape of a list of schedules. */
export function isSchedules(value: unknown): value is readonly Schedule[] {
  return Array.isArray(value) && value.every(isSchedule);
}

function isSchedule(value: unknown): value is Schedule {
  const { name, cron, servers } = fieldsOf(value);
  return areTexts(name, cron) && typeof servers === "number";
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return Object(value) as Record<string, unknown>;
}

function areTexts(...values: readonly unknown[]): boolean {
  return values.every((value) => typeof value === "string");
}
