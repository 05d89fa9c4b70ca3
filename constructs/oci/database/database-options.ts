import type { ExistingVault } from "../account";

/** Compute and storage of an Autonomous Database. */
export interface DatabaseCapacity {
  /**
   * ECPUs that are always there, 2 to 512.
   *
   * @default 2
   */
  readonly ecpus?: number;
  /**
   * Whether the database takes up to three times as many ECPUs under load, and pays for them while it does.
   *
   * @default true
   */
  readonly autoScaling?: boolean;
  /**
   * Storage in GB: 20 or more, for a lakehouse 1024. Without a figure OCI would set aside, and charge for, a whole terabyte.
   *
   * @default - the least
   */
  readonly storageGB?: number;
  /**
   * Whether the storage grows up to three times its size by itself, and is paid for as it grows.
   *
   * @default false
   */
  readonly storageAutoScaling?: boolean;
}

/**
 * Backups that are kept for longer than automatic ones. The provider sends the schedule with an update alone, so a new
 * database has it from the second `apply` on.
 */
export interface LongTermBackups {
  /** Interval of the long-term backups. */
  readonly every: "WEEK" | "MONTH" | "YEAR";
  /** When the first is made: a time such as `2027-01-03T02:00:00Z`; the others follow at its hour and day. */
  readonly from: string;
  /** Days that each is kept, 90 to 3650. */
  readonly keptDays: number;
}

/** Options of an Autonomous Database, besides those of every cloud's database. */
export interface DatabaseOptions {
  /**
   * Workload type: transactions, a lakehouse or JSON documents. The type for APEX has no SQL*Net, by which servers connect.
   *
   * @default "OLTP"
   */
  readonly workload?: "OLTP" | "LH" | "AJD";
  /**
   * Release of Oracle Database.
   *
   * @default "26ai"
   */
  readonly version?: "19c" | "26ai";
  /**
   * Compute and storage.
   *
   * @default - 2 ECPUs with auto scaling, 20 GB without
   */
  readonly capacity?: DatabaseCapacity;
  /**
   * Whether the price includes the licence or you bring your own.
   *
   * @default "LICENSE_INCLUDED"
   */
  readonly licenseModel?: "LICENSE_INCLUDED" | "BRING_YOUR_OWN_LICENSE";
  /**
   * Always false: an Always Free database cannot have a private endpoint, and OCI answers 403 to who asks for both.
   *
   * @default false
   */
  readonly alwaysFree?: false;
  /**
   * Backups that are kept for longer than automatic ones.
   *
   * @default - none
   */
  readonly longTermBackups?: LongTermBackups;
  /**
   * E-mail addresses, ten at the most, that Oracle writes to about maintenance and trouble.
   *
   * @default - the tenancy's administrators
   */
  readonly contacts?: readonly string[];
  /**
   * Whether Oracle patches it with the first or a week after.
   *
   * @default "REGULAR"
   */
  readonly maintenance?: "EARLY" | "REGULAR";
  /**
   * Key of your own that encrypts the database. Before it can be used, a policy must let databases use keys and vaults in
   * the key's compartment.
   *
   * @default - a key that Oracle looks after
   */
  readonly encryptionKey?: ExistingVault;
  /**
   * Why servers may log in although the database's certificate does not name its host. Its chain is checked in any case.
   *
   * @default - they may not
   */
  readonly uncheckedHostName?: { readonly reason: string };
}

const cadences = { WEEK: "WEEKLY", MONTH: "MONTHLY", YEAR: "YEARLY" } as const;

/** The options as the provider takes them. */
export function optionArguments(options: DatabaseOptions) {
  const { capacity = {}, longTermBackups, contacts, encryptionKey } = options;
  return {
    dbWorkload: options.workload ?? "OLTP",
    dbVersion: options.version ?? "26ai",
    // Where nothing is said, OCI assumes that you bring your own.
    licenseModel: options.licenseModel ?? "LICENSE_INCLUDED",
    isFreeTier: false,
    computeModel: "ECPU",
    computeCount: ecpusOf(options),
    isAutoScalingEnabled: capacity.autoScaling ?? true,
    dataStorageSizeInGb: capacity.storageGB ?? leastStorageGB(options),
    isAutoScalingForStorageEnabled: capacity.storageAutoScaling ?? false,
    autonomousMaintenanceScheduleType: options.maintenance ?? "REGULAR",
    ...(longTermBackups && {
      longTermBackupSchedule: [
        {
          isDisabled: false,
          repeatCadence: cadences[longTermBackups.every],
          retentionPeriodInDays: longTermBackups.keptDays,
          timeOfBackup: longTermBackups.from,
        },
      ],
    }),
    ...(contacts && { customerContacts: contacts.map((email) => ({ email })) }),
    ...(encryptionKey && {
      encryptionKey: {
        autonomousDatabaseProvider: "OCI",
        kmsKeyId: encryptionKey.keyId,
        vaultId: encryptionKey.vaultId,
      },
    }),
  };
}

/**
 * Storage of a database where nobody says otherwise, and the least that its workload takes, in GB.
 *
 * That of a lakehouse comes by the terabyte: Oracle's console has asked for no less since 2019, and nothing newer was found.
 */
export function leastStorageGB({ workload }: Pick<DatabaseOptions, "workload">): number {
  return workload === "LH" ? 1_024 : 20;
}

/** ECPUs that a database always has. */
export function ecpusOf({ capacity }: Pick<DatabaseOptions, "capacity">): number {
  return capacity?.ecpus ?? 2;
}
