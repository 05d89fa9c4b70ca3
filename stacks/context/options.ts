import { type Context, requireKnown } from "./context";
import { read, whereSet } from "./declare";
import { type Cloud, commonKeys, type WebTierKind } from "./keys";
import type { Profile } from "./profiles";

/** Keys by which cdktf names resources and stacks. */
const keysOfCdktf = ["allowSepCharsInLogicalIds", "excludeStackIdFromLogicalIds"];

/**
 * Refuses keys that nobody would read; those of a cloud are that cloud's to know, and those of cdktf its own.
 *
 * @throws {RangeError} for the first of them
 */
export function requireKnownKeys(context: Context): void {
  requireKnown(context, /^(?!aws|oci|cdktf)/, [...Object.keys(commonKeys), ...keysOfCdktf, "aws…", "oci…"]);
}

/** Stacks that may stop being production. */
export function leavingProduction(context: Context): readonly string[] | undefined {
  return read(commonKeys, context).leaveProduction;
}

/**
 * Reads which clouds are synthesized: all of them where `clouds` is not set.
 *
 * @throws {RangeError} for a cloud that there is not, and for none at all
 */
export function cloudsIn(context: Context): readonly Cloud[] {
  return read(commonKeys, context).clouds ?? ["aws", "oci"];
}

/** Reads what runs the application: servers where `webTier` is not set. */
export function webTierIn(context: Context): WebTierKind {
  const { webTier } = commonKeys;
  return read({ webTier }, context).webTier ?? "servers";
}

/**
 * Reads the profile that the context names, with what the context says otherwise of how many servers there are and of who hears of
 * alarms.
 *
 * @throws {RangeError} for an unknown name, and for a reason of less than 20 characters
 */
export function profileOf(context: Context): Profile {
  const { profile, noAlarmEmailBecause, servers } = read(commonKeys, context);
  return {
    ...profile,
    web: { ...profile.web, ...whereSet({ servers }) },
    ...whereSet({ noAlarmEmailBecause }),
  };
}
