import type { Edits } from "../mutant";

/** RDS. */
export const awsDatabase: Edits = {
  "constructs/aws/database/private-database.ts": [
    {
      name: "AWS: the database has a public address",
      security: true,
      find: "publiclyAccessible: false,",
      put: "publiclyAccessible: true,",
    },
    {
      name: "AWS: production's database has no standby",
      find: "multiAz: standby ?? false,",
      put: "multiAz: false,",
    },
    {
      name: "AWS: servers may log in as any user",
      security: true,
      find: "`${users}:${resourceId}/${appUser}`",
      put: "`${users}:${resourceId}/*`",
    },
    {
      name: "AWS: servers may log in to any database",
      security: true,
      find: "`${users}:${resourceId}/${appUser}`",
      put: "`${users}:*/${appUser}`",
    },
    {
      name: "AWS: servers may read any secret",
      security: true,
      find: "resources: [this.secretArn] };",
      put: 'resources: ["*"] };',
    },
    {
      name: "AWS: a plan may destroy production's database",
      find: "...(deletionProtected && { preventDestroy: true }),",
      put: "",
    },
    {
      name: "AWS: the database is moved to extended support, by the hour",
      find: '"open-source-rds-extended-support-disabled"',
      put: '"open-source-rds-extended-support"',
    },
    {
      name: "AWS: an upgrade of the major version is put off to the night",
      find: "applyImmediately: majorUpgradeAllowed ?? false,",
      put: "applyImmediately: false,",
    },
    {
      name: "AWS: minor versions are not applied",
      security: true,
      find: "autoMinorVersionUpgrade: true,",
      put: "autoMinorVersionUpgrade: false,",
    },
    {
      name: "AWS: the database's port is another one than the servers'",
      find: "port: databasePort,",
      put: "port: databasePort + 1,",
    },
    {
      name: "AWS: a secret that was just made is rotated at once",
      find: "rotateImmediately: false,",
      put: "rotateImmediately: true,",
    },
    {
      name: "AWS: the database shares the servers' certificate authority by another name",
      find: '"rds-ca-rsa2048-g1"',
      put: '"rds-ca-2019"',
    },
  ],
  "constructs/aws/database/database-groups.ts": [
    {
      name: "AWS: the database takes connections without TLS",
      security: true,
      find: '{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },',
      put: '{ name: "rds.force_ssl", value: "0", applyMethod: "pending-reboot" },',
    },
    {
      name: "AWS: the database lies in the web tier",
      security: true,
      find: 'network.subnetsOf("data")',
      put: 'network.subnetsOf("web")',
    },
    {
      name: "AWS: slow statements are logged from ten seconds on",
      find: 'name: "log_min_duration_statement", value: "1000"',
      put: 'name: "log_min_duration_statement", value: "10000"',
    },
  ],
  "constructs/aws/database/database-settings.ts": [
    {
      name: "AWS: the database is not encrypted",
      security: true,
      find: "storageEncrypted: true,",
      put: "storageEncrypted: false,",
    },
    {
      name: "AWS: a key of one's own does not encrypt the database",
      security: true,
      find: "...(key && { kmsKeyId: key.arn }),",
      put: "",
    },
    {
      name: "AWS: a key of one's own does not encrypt the administrator's secret",
      security: true,
      find: "...(key && { masterUserSecretKmsKeyId: key.arn }),",
      put: "",
    },
    {
      name: "AWS: nobody can log in by a token",
      find: "iamDatabaseAuthenticationEnabled: true,",
      put: "iamDatabaseAuthenticationEnabled: false,",
    },
    {
      name: "AWS: a final snapshot is skipped in production",
      find: "skipFinalSnapshot: !finalSnapshot,",
      put: "skipFinalSnapshot: true,",
    },
    {
      name: "AWS: automated backups go with production's database",
      find: "deleteAutomatedBackups: !finalSnapshot,",
      put: "deleteAutomatedBackups: true,",
    },
    {
      name: "AWS: backups are kept for a day in production",
      find: "finalSnapshot ? longestRetention : shortestRetention",
      put: "finalSnapshot ? shortestRetention : shortestRetention",
    },
    {
      name: "AWS: insights are kept for longer than what is free",
      find: "performanceInsightsRetentionPeriod: 7,",
      put: "performanceInsightsRetentionPeriod: 731,",
    },
    {
      name: "AWS: RDS makes its log groups itself, which keep everything for ever",
      find: "dependsOn: [...logGroups, grant],",
      put: "dependsOn: [grant],",
    },
  ],
  "constructs/aws/database/database-checks.ts": [
    {
      name: "AWS: 35 days of backups would not be the most",
      find: "export const longestRetention = 35;",
      put: "export const longestRetention = 36;",
    },
    {
      name: "AWS: a rotation of 1000 days is refused",
      find: "days >= 1 && days <= 1000",
      put: "days >= 1 && days < 1000",
    },
    {
      name: "AWS: the least storage is refused",
      find: "gib >= smallestStorageGiB && gib",
      put: "gib > smallestStorageGiB && gib",
    },
    {
      name: "AWS: storage of 65,536 GiB is refused",
      find: "gib >= smallestStorageGiB && gib <= largestStorageGiB",
      put: "gib >= smallestStorageGiB && gib < largestStorageGiB",
    },
    {
      name: "AWS: storage that grows by exactly a tenth is refused",
      find: "gib >= least && gib <= largestStorageGiB",
      put: "gib > least && gib <= largestStorageGiB",
    },
    {
      name: "AWS: a plan lets the database go back to an earlier version",
      find: "` || tonumber(${running}) < ${wanted}`",
      put: "` || tonumber(${running}) > ${wanted}`",
    },
  ],
  "constructs/aws/database/database-connection.ts": [
    {
      name: "AWS: serve is told of the administrator's secret",
      security: true,
      find: "DATABASE_LABEL: `PostgreSQL ${engineVersion}`,",
      put: "DATABASE_LABEL: `PostgreSQL ${engineVersion}`,\n      DB_SECRET_ARN: secretArn,",
    },
    {
      name: "AWS: servers do not verify the database's certificate",
      security: true,
      find: '    DB_CA_FILE: "rds-ca-bundle.pem",\n',
      put: '    DB_TLS: "off",\n',
    },
  ],
  "constructs/aws/database/database-size.ts": [
    {
      name: "AWS: a database is thought to take twice as many connections",
      find: "const connectionsPerGiB = 80;",
      put: "const connectionsPerGiB = 160;",
    },
    {
      name: "AWS: what RDS keeps for itself counts as free",
      find: "const reservedConnections = 3 + 2;",
      put: "const reservedConnections = 0;",
    },
  ],
  "constructs/aws/database/database-names.ts": [
    {
      name: "AWS: a database may be called postgres",
      find: '"postgres", "rdsadmin"',
      put: '"rdsadmin"',
    },
  ],
};
