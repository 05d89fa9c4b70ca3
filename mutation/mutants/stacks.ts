import type { Edits } from "../mutant";

/** Stacks, profiles and options. */
export const stacks: Edits = {
  "stacks/context/profiles.ts": [
    {
      name: "production scales to four servers",
      find: "servers: { min: 2, max: 8 }",
      put: "servers: { min: 2, max: 4 }",
    },
    {
      name: "production runs on one server",
      find: "servers: { min: 2, max: 8 }",
      put: "servers: { min: 1, max: 8 }",
    },
    {
      name: "production's database is not protected",
      find: "database: { standby: true, deletionProtected: true,",
      put: "database: { standby: true, deletionProtected: false,",
    },
    {
      name: "production has no standby",
      find: "database: { standby: true,",
      put: "database: { standby: false,",
    },
    {
      name: "production keeps the servers' logs for a month",
      find: "deletionProtected: true, logRetentionDays: 90 },\n  },",
      put: "deletionProtected: true, logRetentionDays: 30 },\n  },",
    },
    {
      name: "production logs no connections",
      security: true,
      find: "redundant: true, flowLogs: true,",
      put: "redundant: true, flowLogs: false,",
    },
    {
      name: "production depends on one zone's way out",
      find: "redundant: true, flowLogs",
      put: "redundant: false, flowLogs",
    },
    {
      name: "lab cannot be destroyed",
      find: "database: { standby: false, deletionProtected: false },",
      put: "database: { standby: false, deletionProtected: true },",
    },
  ],
  "stacks/aws/choices.ts": [
    {
      name: "AWS: production's database is the lab's class",
      find: "...(profile.smallest && { instanceClass",
      put: "...(profile && { instanceClass",
    },
    {
      name: "AWS: a key of one's own is not handed to the network",
      security: true,
      find: "network: { region, key,",
      put: "network: { region,",
    },
    {
      name: "AWS: a key of one's own is not handed to the web tier",
      security: true,
      find: "      webAcl,\n      key,\n",
      put: "      webAcl,\n",
    },
    {
      name: "AWS: the web ACL that was asked for is not made",
      security: true,
      find: "      webAcl,\n      key,\n",
      put: "      webAcl: webAcl && false,\n      key,\n",
    },
    {
      name: "AWS: the snapshot goes with the protection",
      find: "deletionProtected: deletionProtection ?? finalSnapshot, finalSnapshot };",
      put: "deletionProtected: deletionProtection ?? finalSnapshot, finalSnapshot: deletionProtection ?? finalSnapshot };",
    },
    {
      name: "AWS: a production's key is gone after a week",
      find: "finalSnapshot ? 30 : 7",
      put: "finalSnapshot ? 7 : 7",
    },
    {
      name: "AWS: nobody hears of the budget",
      find: "existingTopicArn: props.alarmTopicArn, monthlyBudgetUsd, key },",
      put: "existingTopicArn: props.alarmTopicArn, monthlyBudgetUsd: undefined, key },",
    },
  ],
  "stacks/aws/https.ts": [
    {
      name: "AWS: production does without HTTPS",
      security: true,
      find: "if (profile.plainHttpBecause !== undefined) return Https.none({ reason: profile.plainHttpBecause });",
      put: 'if (!https) return Https.none({ reason: profile.plainHttpBecause ?? "nobody said why this may be" });',
    },
  ],
  "stacks/aws/state.ts": [
    {
      name: "AWS: state lies unencrypted",
      security: true,
      find: "encrypt: true,",
      put: "encrypt: false,",
    },
    {
      name: "AWS: two deployments write the state at once",
      find: 'stack.addOverride("terraform.backend.s3.use_lockfile", true);',
      put: 'stack.addOverride("terraform.backend.s3.use_lockfile", false);',
    },
  ],
  "stacks/aws/stack-props.ts": [
    {
      name: "AWS: production's alarms may write to nobody",
      find: "address !== undefined || alarmTopicArn",
      put: 'address !== "" || alarmTopicArn',
    },
  ],
  "stacks/aws/options.ts": [
    {
      name: "AWS: egress of the context is read and not used",
      find: "zones: awsZones && Zones.named(...awsZones), egress, flowLogs });",
      put: "zones: awsZones && Zones.named(...awsZones), egress: undefined, flowLogs });",
    },
  ],
  "stacks/aws/deployed-with.ts": [
    {
      name: "AWS: a running stack may change its key",
      find: "    awsCustomerKey: String(customerKey),\n",
      put: "",
    },
  ],
  "stacks/oci/choices.ts": [
    {
      name: "OCI: production needs no certificate",
      security: true,
      find: "profile.plainHttpBecause === undefined),",
      put: "profile.plainHttpBecause !== undefined),",
    },
    {
      name: "OCI: production's logs may be destroyed",
      find: "deletionProtected: profile.database.deletionProtected ?? true,",
      put: "deletionProtected: false,",
    },
    {
      name: "OCI: who asked for no identities gets them",
      security: true,
      find: "iam: Iam.managedIf(create_identity),",
      put: "iam: (void create_identity, Iam.managed()),",
    },
    {
      name: "OCI: storage of the form is not used",
      find: "      storageGB: inputs.database_storage_gb.numberValue,\n",
      put: "",
    },
  ],
  "stacks/oci/options.ts": [
    {
      name: "OCI: a key of one's own does not reach servers and bucket",
      security: true,
      find: "      encryptionKeyId: key?.keyId,\n",
      put: "",
    },
    {
      name: "OCI: a key of one's own does not reach the database",
      security: true,
      find: "      encryptionKey: key,\n",
      put: "",
    },
    {
      name: "OCI: Secure Boot is read and not used",
      security: true,
      find: "      secureBoot: values.ociSecureBoot,\n",
      put: "",
    },
    {
      name: "OCI: contacts are read and not used",
      find: "      contacts: values.ociContacts,\n",
      put: "",
    },
  ],
  "stacks/oci/variables.ts": [
    {
      name: "OCI: passwords are shown in plans",
      security: true,
      find: "    ...(isSensitive(input) && { sensitive: true }),\n",
      put: "",
    },
    {
      name: "OCI: a refused password is told",
      security: true,
      find: 'isSensitive(input) ? "" : `, got',
      put: 'isSensitive(input) && false ? "" : `, got',
    },
    {
      name: "OCI: the most that a number may be is refused",
      find: "&& ${value} <= ${maximum}`",
      put: "&& ${value} < ${maximum}`",
    },
  ],
  "stacks/oci/input-rules.ts": [
    {
      name: "OCI: a password of 30 characters is refused",
      find: "'^([A-Za-z][^\\\\s\"]{11,29})?$'",
      put: "'^([A-Za-z][^\\\\s\"]{11,28})?$'",
    },
    {
      name: "OCI: a password may have no digit",
      security: true,
      find: 'matching("^$|[0-9]", "have a digit"),',
      put: 'matching("^$|[0-9a-z]", "have a digit"),',
    },
  ],
  "stacks/oci/deployed-with.ts": [
    {
      name: "OCI: a plan lets the database go back to an earlier release",
      find: "${number(deployed)} <= ${number(wanted)}`",
      put: "${number(deployed)} >= ${number(wanted)}`",
    },
  ],
  "stacks/oci/tags.ts": [
    {
      name: "OCI: what a pool launches has no tags",
      find: "if (node instanceof CoreInstanceConfiguration)",
      put: "if (node instanceof CoreInstanceConfiguration && !isTaggable(node))",
    },
  ],
  "stacks/counter-metrics.ts": [
    {
      name: "an alarm on waiting visitors rings at the limit itself",
      find: "defaultCoalescerLimits.visitors / 2",
      put: "defaultCoalescerLimits.visitors / 1",
    },
    {
      name: "an alarm on latency rings for another statement",
      find: '      metric: timeOf("increment"),',
      put: '      metric: timeOf("ping"),',
    },
  ],
  "stacks/counter-app.ts": [
    {
      name: "balancers ask whether a server is alive, not whether it is healthy",
      find: 'healthPath: "/health",',
      put: 'healthPath: "/live",',
    },
    {
      name: "a database that is away has the app killed",
      find: 'livePath: "/live",',
      put: 'livePath: "/health",',
    },
  ],
};
