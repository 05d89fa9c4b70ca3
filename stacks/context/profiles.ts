import { requireValue } from "../../constructs/shared";
import type { PrivateDatabaseProps } from "../../constructs/private-database";
import type { PublicWebTierProps } from "../../constructs/public-web-tier";
import type { TieredNetworkProps } from "../../constructs/tiered-network";
import { type Context, text } from "./context";

/** A named set of choices that holds on every cloud. Profiles differ in cost and redundancy, never in security. */
export interface Profile {
  /** Choices for the network. */
  readonly network: TieredNetworkProps;
  /** Choices for the database. */
  readonly database: Omit<PrivateDatabaseProps, "network">;
  /** Choices for the web tier. */
  readonly web: Omit<PublicWebTierProps, "network" | "database" | "app">;
  /**
   * Whether each tier takes the smallest machine that works at all.
   *
   * @default - what the cloud's constructs take for visitors who matter
   */
  readonly smallest?: boolean;
  /**
   * Why visits may come unencrypted where nobody gave a certificate.
   *
   * @default - they may not: a certificate must be given
   */
  readonly plainHttpBecause?: string;
  /**
   * Why alarms may write to nobody where nobody gave an address.
   *
   * @default - they may not: an address must be given
   */
  readonly noAlarmEmailBecause?: string;
}

/** The profiles by name. */
export const profiles = {
  /** Cheap, and one `destroy` removes all of it. */
  lab: {
    network: {},
    database: { standby: false, deletionProtected: false },
    web: { servers: { min: 2, max: 4 }, deletionProtected: false },
    smallest: true,
    plainHttpBecause: "a lab has no domain name of its own, and its visits hold no secret",
    noAlarmEmailBecause: "whoever tries a lab looks at it",
  },
  /** Survives the loss of a data centre, and nothing in it can be lost by accident. */
  production: {
    network: { redundant: true, flowLogs: true, logRetentionDays: 90 },
    database: { standby: true, deletionProtected: true, logRetentionDays: 90 },
    web: { servers: { min: 2, max: 8 }, deletionProtected: true, logRetentionDays: 90 },
  },
} as const satisfies Record<string, Profile>;

/**
 * Reads the profile that `context` in `cdktf.json` names, and why alarms need no address where it says so.
 *
 * @throws {RangeError} for an unknown name, and for a reason of less than 20 characters
 */
export function profileOf(context: Context): Profile {
  const profile = profileNamed(context.profile);
  const reason = text(context, "noAlarmEmailBecause");
  if (reason === undefined) return profile;
  requireValue(
    "noAlarmEmailBecause",
    reason,
    "say in 20 characters or more who hears of alarms without an e-mail",
    (given) => given.trim().length >= 20,
  );
  return { ...profile, noAlarmEmailBecause: reason };
}

/**
 * Finds a profile by the name that `context` in `cdktf.json` gives.
 *
 * @throws {RangeError} for an unknown name
 */
export function profileNamed(name: unknown): Profile {
  if (typeof name === "string" && Object.hasOwn(profiles, name))
    return profiles[name as keyof typeof profiles];
  const known = Object.keys(profiles).join(", ");
  throw new RangeError(`\`profile\` must be one of ${known}, got ${JSON.stringify(name)}`);
}
