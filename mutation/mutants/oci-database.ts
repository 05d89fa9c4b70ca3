import type { Edits } from "../mutant";

/** Autonomous Database, its passwords and what it is asked. */
export const ociDatabase: Edits = {
  "constructs/oci/database/private-database.ts": [
    {
      name: "OCI: the database has an endpoint in the web tier",
      security: true,
      find: 'subnetId: network.subnetIdOf("data"),',
      put: 'subnetId: network.subnetIdOf("web"),',
    },
    {
      name: "OCI: the database's endpoint has no firewall",
      security: true,
      find: "nsgIds: [this.securityGroup.group.id],",
      put: "nsgIds: [],",
    },
    {
      name: "OCI: servers may read every secret",
      security: true,
      find: ", condition: `target.secret.id = '${secret.id}'` };",
      put: " };",
    },
    {
      name: "OCI: serve is told of the administrator's secret",
      security: true,
      find: "        DB_USER: appUser,\n        DB_SECRET_ID: secret.id,",
      put: "        DB_USER: appUser,\n        DB_SECRET_ID: this.administrator.secret.id,",
    },
    {
      name: "OCI: serve logs in as the administrator",
      security: true,
      find: "        DB_USER: appUser,\n        DB_SECRET_ID: secret.id,",
      put: "        DB_USER: administratorUser,\n        DB_SECRET_ID: secret.id,",
    },
    {
      name: "OCI: the way in is one without TLS",
      security: true,
      find: 'profile.tls_authentication == "SERVER"',
      put: 'profile.protocol == "TCP"',
    },
    {
      name: "OCI: statements run at the pace of reports",
      find: 'profile.consumer_group == "TP"',
      put: 'profile.consumer_group == "LOW"',
    },
    {
      name: "OCI: production's database has no standby",
      find: "isLocalDataGuardEnabled: props.standby ?? false,",
      put: "isLocalDataGuardEnabled: false,",
    },
    {
      name: "OCI: a plan may destroy production's database",
      find: "preventDestroy: props.deletionProtected ?? true,",
      put: "preventDestroy: false,",
    },
    {
      name: "OCI: the database asks for a wallet",
      find: "isMtlsConnectionRequired: false,",
      put: "isMtlsConnectionRequired: true,",
    },
    {
      name: "OCI: 60 days of backups are refused",
      find: "checkDatabaseProps(this, props, 60);",
      put: "checkDatabaseProps(this, props, 59);",
    },
    {
      name: "OCI: backups are kept for a week",
      find: "props.backupRetentionDays ?? 60",
      put: "props.backupRetentionDays ?? 7",
    },
  ],
  "constructs/oci/database/database-checks.ts": [
    {
      name: "OCI: 512 ECPUs are refused",
      find: '"capacity.ecpus", capacity.ecpus, 2, 512)',
      put: '"capacity.ecpus", capacity.ecpus, 2, 511)',
    },
    {
      name: "OCI: ten addresses to write to are refused",
      find: "emails.length <= 10",
      put: "emails.length < 10",
    },
    {
      name: "OCI: long-term backups of 3650 days are refused",
      find: "keptDays, 90, 3650)",
      put: "keptDays, 90, 3649)",
    },
  ],
  "constructs/oci/database/database-options.ts": [
    {
      name: "OCI: the licence is thought to be one's own",
      find: 'options.licenseModel ?? "LICENSE_INCLUDED"',
      put: 'options.licenseModel ?? "BRING_YOUR_OWN_LICENSE"',
    },
    {
      name: "OCI: storage grows, and is paid for, by itself",
      find: "capacity.storageAutoScaling ?? false",
      put: "capacity.storageAutoScaling ?? true",
    },
    {
      name: "OCI: a key of one's own does not encrypt the database",
      security: true,
      find: "...(encryptionKey && {\n      encryptionKey: {",
      put: "...(encryptionKey && {\n      ignored: {",
    },
    {
      name: "OCI: the database begins with a terabyte",
      find: 'workload === "LH" ? 1_024 : 20',
      put: 'workload === "LH" ? 1_024 : 1_024',
    },
  ],
  "constructs/oci/database/database-secret.ts": [
    {
      name: "OCI: passwords are 12 characters long",
      security: true,
      find: "    passphraseLength: 20,",
      put: "    passphraseLength: 12,",
    },
    {
      name: "OCI: a secret's name collides with that of the one before",
      find: 'lifecycle: { ignoreChanges: ["secret_name"], ...vault.requirement },',
      put: "lifecycle: { ...vault.requirement },",
    },
  ],
  "constructs/oci/database/administrator-password.ts": [
    {
      name: "OCI: a password may come from a variable that is shown",
      security: true,
      find: "isSensitive === true",
      put: "isSensitive !== null",
    },
  ],
  "constructs/oci/database/database-deployed-with.ts": [
    {
      name: "OCI: a key that is left out goes on in silence",
      security: true,
      find: "postcondition: encryptionKey\n      ? stays",
      put: "postcondition: encryptionKey || !encryptionKey\n      ? stays",
    },
  ],
  "constructs/oci/account/secret-vault.ts": [
    {
      name: "OCI: a vault without its key is taken",
      find: "condition: Op.eq(isGiven(vaultId), isGiven(keyId)),",
      put: "condition: Op.eq(isGiven(vaultId), isGiven(vaultId)),",
    },
    {
      name: "OCI: passwords are encrypted with a short key",
      security: true,
      find: 'keyShape: { algorithm: "AES", length: 32 },',
      put: 'keyShape: { algorithm: "AES", length: 16 },',
    },
    {
      name: "OCI: a plan may destroy production's vault",
      find: "...(deletionProtected && { lifecycle: { preventDestroy: true } }),",
      put: "",
    },
  ],
  "constructs/oci/account/server-identity.ts": [
    {
      name: "OCI: servers of the whole tenancy are in the group",
      security: true,
      find: "`ALL {instance.compartment.id = '${this.compartmentId}'}`",
      put: "`ANY {instance.compartment.id != '${this.compartmentId}'}`",
    },
    {
      name: "OCI: statements hold in the whole tenancy",
      security: true,
      find: "to ${action} in ${this.place}${",
      put: "to ${action} in tenancy${",
    },
    {
      name: "OCI: conditions of statements are forgotten",
      security: true,
      find: '${condition ? ` where ${condition}` : ""}`',
      put: '${condition ? `` : ""}`',
    },
    {
      name: "OCI: policies come before the group that they name",
      find: "dependsOn: [this.managed.group],",
      put: "dependsOn: [],",
    },
  ],
};
