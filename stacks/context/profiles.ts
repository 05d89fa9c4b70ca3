import type { PrivateDatabaseProps } from "../../constructs/private-database";
import type { PublicWebTierProps } from "../../constructs/public-web-tier";
import type { TieredNetworkProps } from "../../constructs/tiered-network";

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
