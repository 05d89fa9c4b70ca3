import { Scaling } from "../../../constructs/oci";

import { single, sameServersPool, type OciChange } from "./oci-bases";

/** What each choice that a profile written in code makes does to a running stack on OCI. */
export const ociCode: readonly OciChange[] = [
  // What a profile written in code has besides.
  {
    option: "cidrBlock",
    base: "lab",
    change: "others",
    to: { code: { network: { cidrBlock: "10.9.0.0/16" } } },
    effect: "refused",
  },
  {
    option: "redundant",
    base: "lab",
    change: "`true`",
    to: { code: { network: { redundant: true } } },
    effect: "nothing",
  },
  {
    option: "flowLogs",
    base: "lab",
    change: "come",
    to: { code: { network: { flowLogs: true } } },
    effect: "in place",
  },
  {
    option: "logRetentionDays",
    base: "production",
    change: "90 → 30 in each tier",
    to: {
      code: {
        network: { logRetentionDays: 30 },
        database: { logRetentionDays: 30 },
        web: { logRetentionDays: 30 },
      },
    },
    effect: "in place",
  },
  {
    option: "standby",
    base: "lab",
    change: "comes",
    to: { code: { database: { standby: true } } },
    effect: "in place",
  },
  {
    option: "deletionProtected",
    base: "lab",
    change: "`true` for all tiers",
    to: {
      code: {
        network: { deletionProtected: true },
        database: { deletionProtected: true },
        web: { deletionProtected: true },
      },
    },
    effect: "in place",
  },
  {
    option: "backupRetentionDays",
    base: "lab",
    change: "60 → 30",
    to: { code: { database: { backupRetentionDays: 30 } } },
    effect: "in place",
  },
  {
    option: "databaseName",
    base: "lab",
    change: "comes",
    to: { code: { database: { databaseName: "visits" } } },
    effect: "refused",
  },
  {
    option: "workload",
    base: "lab",
    change: "`OLTP` → `AJD`",
    to: { code: { database: { workload: "AJD" } } },
    effect: "refused",
  },
  {
    option: "maintenance",
    base: "lab",
    change: "`REGULAR` → `EARLY`",
    to: { code: { database: { maintenance: "EARLY" } } },
    effect: "in place",
  },
  {
    option: "capacity.autoScaling",
    base: "lab",
    change: "`false`",
    to: { code: { database: { capacity: { autoScaling: false } } } },
    effect: "in place",
  },
  {
    option: "capacity.storageAutoScaling",
    base: "lab",
    change: "`true`",
    to: { code: { database: { capacity: { storageAutoScaling: true } } } },
    effect: "in place",
  },
  {
    option: "servers",
    base: "lab",
    change: "other bounds",
    to: { code: { web: { servers: { min: 3, max: 6 } } } },
    effect: "servers roll",
    gone: sameServersPool,
  },
  {
    option: "scaling",
    base: "lab",
    change: "other thresholds",
    to: { code: { web: { scaling: Scaling.byCpu({ outAbove: 80 }) } } },
    effect: "servers roll",
    gone: sameServersPool,
  },
  {
    option: "scaling",
    base: "lab",
    change: "another cool-down",
    to: { code: { web: { scaling: Scaling.byCpu({ coolDownSeconds: 600 }) } } },
    effect: "in place",
  },
  {
    option: "bootVolumeBackups",
    base: single,
    change: "`bronze` → `gold`",
    to: { code: { web: { bootVolumeBackups: "gold" } } },
    effect: "in place",
    gone: ["oci_core_volume_backup_policy_assignment"],
  },
];
