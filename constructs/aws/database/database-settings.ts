import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { Fn } from "cdktf";
import type { Construct } from "constructs";
import { defaultLogRetentionDays, physicalName, TerraformData } from "../../shared";
import {
  defaultMaxStorageGiB,
  longestRetention,
  shortestRetention,
  smallestStorageGiB,
} from "./database-checks";
import { DatabaseMonitoring, exportedLogs } from "./database-monitoring";
import type { PrivateDatabaseProps } from "./private-database-props";

type Settings = Partial<DbInstanceConfig>;

// `admin` is reserved by RDS for PostgreSQL; no plan catches it.
const administrator = "counterpart";

/** Encrypted storage that grows by itself. */
export function storage({
  storageGiB = smallestStorageGiB,
  maxStorageGiB,
  key,
}: PrivateDatabaseProps): Settings {
  return {
    allocatedStorage: storageGiB,
    maxAllocatedStorage: maxStorageGiB ?? defaultMaxStorageGiB(storageGiB),
    storageType: "gp3",
    storageEncrypted: true,
    ...(key && { kmsKeyId: key.arn }),
  };
}

/** An administrator whose password RDS makes up, and everybody else by token. */
export function logins({ key }: PrivateDatabaseProps): Settings {
  return {
    username: administrator,
    manageMasterUserPassword: true,
    iamDatabaseAuthenticationEnabled: true,
    ...(key && { masterUserSecretKmsKeyId: key.arn }),
  };
}

/** Backup settings of `scope`, a database: those while it stands, and the final snapshot. */
export function backups(scope: Construct, props: PrivateDatabaseProps): Settings {
  const { deletionProtected = true, finalSnapshot = deletionProtected } = props;
  const { backupRetentionDays = finalSnapshot ? longestRetention : shortestRetention } = props;
  return {
    backupRetentionPeriod: backupRetentionDays,
    backupWindow: "03:00-04:00",
    copyTagsToSnapshot: true,
    deletionProtection: deletionProtected,
    deleteAutomatedBackups: !finalSnapshot,
    skipFinalSnapshot: !finalSnapshot,
    ...(finalSnapshot && { finalSnapshotIdentifier: snapshotName(scope) }),
  };
}

/**
 * Identifier of `scope`, a database, with an end that another deployment has not: RDS may write to the logs of one that is gone, under
 * names that are made of its identifier.
 */
export function databaseIdentifier(scope: Construct): string {
  const { id } = new TerraformData(scope, "identifier", {});
  return `${physicalName(scope, 54)}-${Fn.substr(id, 0, 8)}`;
}

// The same in every plan, as with the time in it none would be empty; another one for each database, as the snapshot of one
// that went before keeps its name.
function snapshotName(scope: Construct): string {
  const { id } = new TerraformData(scope, "final-snapshot", {});
  return `${physicalName(scope, 48)}-final-${Fn.substr(id, 0, 8)}`;
}

/** Logs, insights and reports on the operating system of `scope`, a database, and all that they take. */
export function monitoring(scope: Construct, identifier: string, props: PrivateDatabaseProps): Settings {
  const { network, logRetentionDays, deletionProtected = true, key } = props;
  const { roleArn, logGroups, grant } = new DatabaseMonitoring(scope, "monitoring", {
    region: network.region,
    identifier,
    logRetentionDays: logRetentionDays ?? defaultLogRetentionDays,
    deletionProtected,
    key,
  });
  return {
    performanceInsightsEnabled: true,
    // All that the standard mode of Database Insights, which is free of charge, looks back.
    performanceInsightsRetentionPeriod: 7,
    databaseInsightsMode: "standard",
    ...(key && { performanceInsightsKmsKeyId: key.arn }),
    monitoringInterval: 60,
    monitoringRoleArn: roleArn,
    enabledCloudwatchLogsExports: exportedLogs,
    dependsOn: [...logGroups, grant],
  };
}
