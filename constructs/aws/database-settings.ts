import type { DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import type { Construct } from "constructs";
import { defaultLogRetentionDays } from "../log-retention";
import { physicalName } from "../names";
import {
  defaultMaxStorageGiB,
  longestRetention,
  shortestRetention,
  smallestStorageGiB,
} from "./database-checks";
import { DatabaseMonitoring, exportedLogs } from "./database-monitoring";
import type { PrivateDatabaseProps } from "./private-database";

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

/** What is kept of `scope`, a database, while it stands and when it goes. */
export function backups(scope: Construct, props: PrivateDatabaseProps): Settings {
  const { deletionProtected = true } = props;
  const { backupRetentionDays = deletionProtected ? longestRetention : shortestRetention } = props;
  return {
    backupRetentionPeriod: backupRetentionDays,
    backupWindow: "03:00-04:00",
    copyTagsToSnapshot: true,
    deletionProtection: deletionProtected,
    deleteAutomatedBackups: !deletionProtected,
    skipFinalSnapshot: !deletionProtected,
    // Always the same: with the time in it, every plan would show a change.
    ...(deletionProtected && { finalSnapshotIdentifier: `${physicalName(scope, 57)}-final` }),
  };
}

/** Logs, insights and reports on the operating system of `scope`, a database, and all that they take. */
export function monitoring(scope: Construct, props: PrivateDatabaseProps): Settings {
  const { network, insightsRetentionDays, logRetentionDays, key } = props;
  const { roleArn, logGroups, grant } = new DatabaseMonitoring(scope, "monitoring", {
    region: network.region,
    identifier: physicalName(scope, 63),
    logRetentionDays: logRetentionDays ?? defaultLogRetentionDays,
    key,
  });
  return {
    performanceInsightsEnabled: true,
    performanceInsightsRetentionPeriod: insightsRetentionDays ?? 7,
    ...(key && { performanceInsightsKmsKeyId: key.arn }),
    monitoringInterval: 60,
    monitoringRoleArn: roleArn,
    enabledCloudwatchLogsExports: exportedLogs,
    dependsOn: [...logGroups, grant],
  };
}
