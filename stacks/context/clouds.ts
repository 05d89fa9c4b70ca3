import { type Context, requireKnown, texts } from "./context";

const clouds = ["aws", "oci"] as const;

/** A cloud that there is a stack for. */
export type Cloud = (typeof clouds)[number];

/**
 * Reads which clouds are synthesized: all of them where `clouds` is not set.
 *
 * @throws {RangeError} for a cloud that there is not, and for none at all
 */
export function cloudsIn(context: Context): readonly Cloud[] {
  const chosen = texts(context, "clouds") ?? clouds;
  if (chosen.length > 0 && chosen.every((name): name is Cloud => clouds.some((cloud) => cloud === name)))
    return chosen;
  throw new RangeError(`\`clouds\` must be some of ${clouds.join(", ")}, got ${JSON.stringify(chosen)}`);
}

/** Keys that belong to no cloud: ours, and those by which cdktf names resources and stacks. */
const common = [
  "profile",
  "clouds",
  "noAlarmEmailBecause",
  "allowSepCharsInLogicalIds",
  "excludeStackIdFromLogicalIds",
];

/**
 * Refuses keys that nobody would read; those of a cloud are that cloud's to know, and those of cdktf its own.
 *
 * @throws {RangeError} for the first of them
 */
export function requireKnownKeys(context: Context): void {
  requireKnown(context, /^(?!aws|oci|cdktf)/, [...common, "aws…", "oci…"]);
}
