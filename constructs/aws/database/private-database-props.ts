import type * as contract from "../../private-database";
import type { CustomerKey } from "../account";
import type { INetwork } from "../network";

/** Properties of {@link PrivateDatabase}. */
export interface PrivateDatabaseProps extends contract.PrivateDatabaseProps {
  readonly network: INetwork;
  /**
   * Whether a snapshot and the automatic backups stay when the database is destroyed.
   *
   * @default - as `deletionProtected`
   */
  readonly finalSnapshot?: boolean;
  /**
   * Days that automatic backups are kept, 1 to 35.
   *
   * @default - 35, or 1 without a final snapshot: the backups then go with the database
   */
  readonly backupRetentionDays?: number;
  /**
   * PostgreSQL major version, 16 to 18. AWS applies minor versions by itself.
   *
   * @default "17"
   */
  readonly engineVersion?: string;
  /**
   * Whether a deployment may bring the database to another major version, at once and while it waits; so it does with every other
   * change that would wait for the maintenance window. There is no way back, so let it be true for that deployment only.
   *
   * @default false
   */
  readonly majorUpgradeAllowed?: boolean;
  /**
   * Instance class. Log-ins by token take 300 to 1000 MiB of memory besides, so one with 1 GiB is for a lab.
   *
   * @default "db.t4g.medium"
   */
  readonly instanceClass?: string;
  /**
   * Storage to begin with, in GiB: 20 or more (the least that gp3 has).
   *
   * @default 20
   */
  readonly storageGiB?: number;
  /**
   * Maximum of storage autoscaling, in GiB: at least a tenth more than `storageGiB`.
   *
   * @default - five times `storageGiB`
   */
  readonly maxStorageGiB?: number;
  /**
   * Days after which the administrator's password is replaced, 1 to 1000. Only `migrate` ever uses it.
   *
   * Who takes it away from a stack that runs stops the rotation, as the provider calls `CancelRotateSecret` then, which RDS does not
   * undo (https://github.com/hashicorp/terraform-provider-aws/pull/49659): `7` has RDS's own days back.
   *
   * @default - RDS decides: every 7 days
   */
  readonly secretRotationDays?: number;
  /**
   * Key that encrypts storage, backups, the administrator's secret, insights and logs.
   *
   * @default - the keys that AWS keeps for each service
   */
  readonly key?: CustomerKey | undefined;
}
