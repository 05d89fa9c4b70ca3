import { existingNetwork as ociNetwork } from "../../constructs/oci/tiers";
import type { Mistake } from "./mistake";

const okeCluster = { webTier: "kubernetes", ociBastionAllowFrom: ["203.0.113.0/24"] };
const schedule = { name: "workday", cron: "0 0 7 ? * MON-FRI", servers: 4 };

/** Mistakes in keys of OCI. */
export const ociMistakes: readonly Mistake[] = [
  [
    { webTier: "kubernetes" },
    '`ociBastionAllowFrom` or `ociKubernetesApiFrom` must be given with `webTier` "kubernetes", because the Kubernetes API has no address on the internet, got neither',
  ],
  ...[["0.0.0.0/0"], ["10.0.0.0/8"], ["192.168.0.1/24"]].map((blocks): Mistake => [
    { webTier: "kubernetes", ociKubernetesApiFrom: blocks },
    `\`ociKubernetesApiFrom\` must be 1 to 20 different IPv4 blocks from /16 to /32 of networks that have a way to this one, such as 192.168.0.0/24: the Kubernetes API is for few, and has no address on the internet, got ${JSON.stringify(blocks)}`,
  ]),
  [
    { ...okeCluster, ociImage: "ocir.us-ashburn-1.oci.oraclecloud.com/test/counter:latest" },
    '`ociImage` must be an image by its digest, such as ocir.us-ashburn-1.oci.oraclecloud.com/namespace/counter@sha256: and 64 hexadecimal digits, got "ocir.us-ashburn-1.oci.oraclecloud.com/test/counter:latest"',
  ],
  [
    { ociKubernetesApiFrom: ["192.168.0.0/24"] },
    '`webTier` must be "kubernetes" with ociKubernetesApiFrom, which is about a cluster, got "servers"',
  ],
  [
    { ...okeCluster, ociSecureBoot: true, ociSchedules: [schedule] },
    '`webTier` must be "servers" with ociSchedules, ociSecureBoot, which is about servers, got "kubernetes"',
  ],
  [
    { ...okeCluster, ociSinglePublicServerBecause: "a demonstration among colleagues" },
    '`webTier` must be "servers" with ociSinglePublicServerBecause, which is about servers, got "kubernetes"',
  ],
  [
    { ociAlarmTopicId: "alarms" },
    '`ociAlarmTopicId` must be the OCID of a topic, such as ocid1.onstopic.oc1.iad.aaaa, got "alarms"',
  ],
  [
    { ociInputs: { region: "Frankfurt" } },
    '`ociInputs.region` must be a region\'s name such as us-ashburn-1, got "Frankfurt"',
  ],
  [{ ociStateBucket: { namespace: "axabc" } }, "`ociStateBucket.bucket` must be a text, got undefined"],
  [
    { ociStateBucket: { namespace: "axabc", bucket: "states.eu", region: "us-ashburn-1" } },
    "`ociStateBucket.bucket` must be a bucket's name of letters, digits, hyphens and underscores: Terraform's backend takes no dots, got \"states.eu\"",
  ],
  [
    { ociStateBucket: { namespace: "axabc", bucket: "states", region: "ashburn" } },
    '`ociStateBucket.region` must be a region\'s name such as us-ashburn-1, got "ashburn"',
  ],
  [
    { ociSchedules: [{ ...schedule, servers: 9 }] },
    "`ociSchedules[0].servers` must be between `servers.min` 2 and `servers.max` 4, got 9",
  ],
  [
    { ociSchedules: [schedule, { ...schedule, name: "Night", cron: "0 0 19 ? * MON-FRI" }] },
    '`ociSchedules[1].name` must be a lower-case letter, then up to 39 lower-case letters, digits and hyphens, got "Night"',
  ],
  [
    { ociSchedules: [{ ...schedule, cron: "0 99 99 ? * XYZ" }] },
    '`ociSchedules[0].cron` must be a Quartz expression such as 0 0 7 ? * MON-FRI (seconds 0, minute, hour, day of the month, month, day of the week, and perhaps a year from 2026 on; one of the two days is ?), got "0 99 99 ? * XYZ"',
  ],
  [
    { ociSinglePublicServerBecause: "demo" },
    '`ociSinglePublicServerBecause` must say in 20 characters or more why visits are not encrypted, got "demo"',
  ],
  [
    { ociUncheckedHostNameBecause: "demo" },
    '`ociUncheckedHostNameBecause` must say in 20 characters or more why the database\'s certificate need not name its host, got "demo"',
  ],
  [
    { ociMoreCidrBlocks: "8.8.0.0/16" },
    '`ociMoreCidrBlocks` must lie in 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, which nobody has on the internet, got "8.8.0.0/16"',
  ],
  [
    { ociBastionAllowFrom: "0.0.0.0/0" },
    '`ociBastionAllowFrom` must be 1 to 20 different IPv4 blocks from /8 to /32, such as 203.0.113.0/24, got ["0.0.0.0/0"]',
  ],
  [
    { ociBastionAllowFrom: "999.0.113.0/24" },
    '`ociBastionAllowFrom` must be 1 to 20 different IPv4 blocks from /8 to /32, such as 203.0.113.0/24, got ["999.0.113.0/24"]',
  ],
  [
    { ociMonthlyBudget: 99.5 },
    "`ociMonthlyBudget` must be a whole number above 0, in the currency of the tenancy's contract, got 99.5",
  ],
  [
    { ociMonthlyBudget: 900, ociAlarmTopicId: "ocid1.onstopic.oc1.iad.aaaa" },
    "`ociMonthlyBudget` must be left out where alarms go to a topic that is there already, because a budget writes mail and knows no topic, got 900",
  ],
  [{ ociContacts: "ops" }, '`ociContacts` must be 1 to 10 different e-mail addresses, got ["ops"]'],
  [{ ociOracleLinux: "7" }, '`ociOracleLinux` must be 8 or 9, because no supported Node runs on 7, got "7"'],
  [
    { ociExistingNetwork: { ...ociNetwork, vcnId: "ocid1.subnet.oc1..a" } },
    '`ociExistingNetwork.vcnId` must be the OCID of a VCN, such as ocid1.vcn.oc1..aaaa, got "ocid1.subnet.oc1..a"',
  ],
  [
    {
      ociExistingNetwork: {
        ...ociNetwork,
        subnetIds: { ...ociNetwork.subnetIds, data: ociNetwork.subnetIds.web },
      },
    },
    `\`ociExistingNetwork.subnetIds\` must name another subnet for each tier, which have different routes, got ${JSON.stringify({ ...ociNetwork.subnetIds, data: ociNetwork.subnetIds.web })}`,
  ],
  [{ ociSecureBoot: "yes" }, '`ociSecureBoot` must be true or false, got "yes"'],
  [
    { ociCustomerKey: { vaultId: "ocid1.vault.oc1..v", keyId: "ocid1.vault.oc1..v" } },
    '`ociCustomerKey.keyId` must be the OCID of a key, such as ocid1.key.oc1..aaaa, got "ocid1.vault.oc1..v"',
  ],
  [
    { ociLongTermBackups: { every: "YEAR", from: "2027-02-30T02:00:00Z", keptDays: 365 } },
    '`ociLongTermBackups.from` must be a time in UTC from 2026 on, before which nobody had this project, such as 2027-01-03T02:00:00Z, got "2027-02-30T02:00:00Z"',
  ],
  [
    { ociSchedules: [schedule, { ...schedule, name: "again" }] },
    `\`ociSchedules\` must be a list of 1 to 50 objects with a \`name\`, a \`cron\` and a number \`servers\`, no name and no cron twice, got ${JSON.stringify([schedule, { ...schedule, name: "again" }])}`,
  ],
  [
    { ociSchedules: [] },
    "`ociSchedules` must be a list of 1 to 50 objects with a `name`, a `cron` and a number `servers`, no name and no cron twice, got []",
  ],
  [
    { ociBastionAllowFrom: "203.0.113.0/24,203.0.113.0/24" },
    '`ociBastionAllowFrom` must be 1 to 20 different IPv4 blocks from /8 to /32, such as 203.0.113.0/24, got "203.0.113.0/24,203.0.113.0/24"',
  ],
];
