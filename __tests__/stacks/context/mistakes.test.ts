import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { RefusedValue } from "../../../constructs/shared";
import { awsKeys } from "../../../stacks/aws/keys";
import { awsStackFrom, ociStackFrom } from "../../../stacks/context/from-context";
import { inKeysOf } from "../../../stacks/context/in-keys-of";
import { ociKeys } from "../../../stacks/oci/keys";
import { existingNetwork as ociNetwork } from "../../constructs/oci/tiers";
import { existingNetwork } from "../../support/existing-network";
import { synth } from "../../support/synth";

const lab = { profile: "lab", awsRegion: "us-east-1" };
const withContext = (context: object) => Testing.app({ context: { ...lab, ...context } });

/** One mistake: what is beside the lab's context, and all that a person reads. */
type Mistake = readonly [context: Record<string, unknown>, sentence: string];

const { subnetIds } = existingNetwork;
const arn = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";
const domain = { awsDomainName: "www.example.com", awsHostedZoneId: "Z0123456789ABC" };
const cluster = { webTier: "kubernetes", awsKubernetesAdmin: "arn:aws:iam::111122223333:role/operations" };
const okeCluster = { webTier: "kubernetes", ociBastionAllowFrom: ["203.0.113.0/24"] };
const schedule = { name: "workday", cron: "0 0 7 ? * MON-FRI", servers: 4 };

const awsMistakes: readonly Mistake[] = [
  [{ awsRegion: "Ireland" }, '`awsRegion` must be a region\'s name such as us-east-1, got "Ireland"'],
  [{ awsRegion: "" }, '`awsRegion` must be a region\'s name such as us-east-1, got ""'],
  [{ awsRegion: 1 }, "`awsRegion` must be a region's name such as us-east-1, got 1"],
  [{ awsRegion: undefined }, "`awsRegion` must be a region's name such as us-east-1, got undefined"],
  [{ awsAlarmEmail: "ops" }, '`awsAlarmEmail` must be an e-mail address such as ops@example.com, got "ops"'],
  [
    { awsAlarmEmail: "Ops <ops@example.com>" },
    '`awsAlarmEmail` must be an e-mail address such as ops@example.com, got "Ops <ops@example.com>"',
  ],
  [
    { awsAlarmEmail: "${aws_vpc.x}@example.com" },
    '`awsAlarmEmail` must be an e-mail address such as ops@example.com, got "${aws_vpc.x}@example.com"',
  ],
  [
    { awsAlarmEmail: "ops@example..com" },
    '`awsAlarmEmail` must be an e-mail address such as ops@example.com, got "ops@example..com"',
  ],
  [
    { ...domain, profile: "production" },
    "`awsAlarmEmail` must be given with a profile whose alarms somebody must hear (or `awsAlarmTopicArn`, or say in `noAlarmEmailBecause` who does without an e-mail), got undefined",
  ],
  [
    { ...domain, profile: "production", noAlarmEmailBecause: "later" },
    '`noAlarmEmailBecause` must say in 20 characters or more who hears of alarms without an e-mail, got "later"',
  ],
  [
    { awsPermissionsBoundary: "boundary" },
    '`awsPermissionsBoundary` must be the ARN of a managed policy such as arn:aws:iam::111122223333:policy/boundary, got "boundary"',
  ],
  [
    { awsStateBucket: "My_States" },
    '`awsStateBucket` must be a bucket\'s name: 3 to 63 lower-case letters, digits, hyphens and single dots, no IP address, and without a prefix or suffix that S3 keeps for itself, got "My_States"',
  ],
  [
    { ...domain, awsDomainName: "www.example.com." },
    '`awsDomainName` must be a lower-case name such as www.example.com, of 64 characters at most and without a dot at its end, got "www.example.com."',
  ],
  [
    { ...domain, awsHostedZoneId: "example.com" },
    '`awsHostedZoneId` must be the identifier of a hosted zone such as Z0123456789ABC, got "example.com"',
  ],
  [
    { awsDomainName: "www.example.com", awsCertificateArn: arn.replace(":acm:", ":iam:") },
    `\`awsCertificateArn\` must be the ARN of a certificate in Certificate Manager, such as ${arn}, got "${arn.replace(":acm:", ":iam:")}"`,
  ],
  [
    { awsDomainName: "www.example.com", awsCertificateArn: arn, awsRegion: "eu-west-1" },
    `\`awsCertificateArn\` must be of a certificate in the region eu-west-1, got "${arn}"`,
  ],
  [
    { awsZones: "us-east-1a" },
    '`awsZones` must be two or more different names such as us-east-1a, got ["us-east-1a"]',
  ],
  [{ awsZones: "eu-west-1a,eu-west-1b" }, '`awsZones` must lie in the region us-east-1, got "eu-west-1a"'],
  [
    { awsExistingNetwork: { ...existingNetwork, vpcId: "vpc-1" } },
    '`awsExistingNetwork.vpcId` must be the identifier of a VPC such as vpc-0123456789abcdef0, got "vpc-1"',
  ],
  [
    { awsExistingNetwork: { ...existingNetwork, cidrBlock: "999.999.0.0/16" } },
    '`awsExistingNetwork.cidrBlock` must be an IPv4 block from /16 to /28 at its network address, such as 10.0.0.0/16, got "999.999.0.0/16"',
  ],
  [
    {
      awsExistingNetwork: {
        ...existingNetwork,
        subnetIds: { ...subnetIds, data: subnetIds.data.slice(1) },
      },
    },
    '`awsExistingNetwork.subnetIds.data` must be two or more different identifiers of subnets such as subnet-0123456789abcdef0, got ["subnet-66666666666666666"]',
  ],
  [
    { awsExistingNetwork: { ...existingNetwork, subnetIds: { ...subnetIds, data: subnetIds.web } } },
    `\`awsExistingNetwork.subnetIds\` must name no subnet in two tiers, which have different routes, got ${JSON.stringify({ ...subnetIds, data: subnetIds.web })}`,
  ],
  ...["awsWebAcl", "awsCustomerKey", "awsDeletionProtection", "awsFlowLogs"].map((key): Mistake => [
    { [key]: "yes" },
    `\`${key}\` must be true or false, got "yes"`,
  ]),
  [
    { awsAccountId: "1234" },
    '`awsAccountId` must be the number of an account, 12 digits in quotes, got "1234"',
  ],
  [
    { awsInstanceType: "t3" },
    '`awsInstanceType` must be an instance type of at least 1 GiB such as t3.micro, no nano, got "t3"',
  ],
  [
    { awsDatabaseClass: "t4g.micro" },
    '`awsDatabaseClass` must be an instance class that RDS has for PostgreSQL 16 to 18, of db.t3, t4g, m5, r5, x2 or a later generation, such as db.t4g.micro, got "t4g.micro"',
  ],
  ...["arn:aws:sts::111122223333:assumed-role/operations/me", "operations"].map((arn): Mistake => [
    { ...cluster, awsKubernetesAdmin: arn },
    `\`awsKubernetesAdmin\` must be the ARN of an IAM role or user such as arn:aws:iam::111122223333:role/operations, and not that of a session, got "${arn}"`,
  ]),
  [
    { webTier: "kubernetes" },
    '`awsKubernetesAdmin` must be the ARN of an IAM role or user such as arn:aws:iam::111122223333:role/operations, and not that of a session, with `webTier` "kubernetes", got undefined',
  ],
  ...[["0.0.0.0/0"], ["203.0.113.0/24", "10.0.0.0/8"], ["203.0.113.1/24"]].map((blocks): Mistake => [
    { ...cluster, awsKubernetesApiFrom: blocks },
    `\`awsKubernetesApiFrom\` must be 1 to 40 different IPv4 blocks from /16 to /32, such as 203.0.113.0/24: the Kubernetes API is for few, got ${JSON.stringify(blocks)}`,
  ]),
  [
    { ...cluster, awsImage: "111122223333.dkr.ecr.us-east-1.amazonaws.com/counter:latest" },
    '`awsImage` must be an image by its digest, such as 111122223333.dkr.ecr.us-east-1.amazonaws.com/counter@sha256: and 64 hexadecimal digits, got "111122223333.dkr.ecr.us-east-1.amazonaws.com/counter:latest"',
  ],
  [
    { ...cluster, awsCustomerKey: true },
    "`awsImage` must be given with a key of one's own, because pods fetch the artifact without a signature, and no such key decrypts for them, got undefined",
  ],
  ...["t3.micro", "m4.large", "m7g.medium", "u7i-12tb.224xlarge"].map((type): Mistake => [
    { ...cluster, awsInstanceType: type },
    `\`awsInstanceType\` must be an instance type that EKS Auto Mode starts, such as t3.medium: of c, m or r from the fifth generation on, t3, t3a or t4g, with two processors or more, got "${type}"`,
  ]),
  [
    { ...cluster, awsEgress: "public-addresses" },
    '`awsEgress` must be `endpoints` or `nat`, because nodes have no address on the internet, got "public-addresses"',
  ],
  [
    { awsKubernetesAdmin: cluster.awsKubernetesAdmin },
    '`webTier` must be "kubernetes" with awsKubernetesAdmin, which is about a cluster, got "servers"',
  ],
  [{ webTier: "pods" }, '`webTier` must be one of servers, kubernetes, got "pods"'],
  [{ awsDatabaseStorageGiB: 10 }, "`awsDatabaseStorageGiB` must be a whole number from 20 to 65536, got 10"],
  [
    { awsAlarmTopicArn: "alarms" },
    '`awsAlarmTopicArn` must be the ARN of a standard SNS topic such as arn:aws:sns:us-east-1:111122223333:alarms, got "alarms"',
  ],
  [
    {
      awsAlarmTopicArn: "arn:aws:sns:us-east-1:111122223333:alarms",
      awsAlarmEmail: "ops@example.com",
    },
    '`awsAlarmTopicArn` must be absent with `awsAlarmEmail`, because whoever owns that topic decides who hears it, got "arn:aws:sns:us-east-1:111122223333:alarms"',
  ],
  [
    { servers: { min: 0, max: 4 } },
    '`servers` must have whole numbers with 1 <= min <= max <= 100, got {"min":0,"max":4}',
  ],
  [{ awsMonthlyBudgetUsd: 0 }, "`awsMonthlyBudgetUsd` must be a number above 0, got 0"],
  [
    { awsEgress: "internet" },
    '`awsEgress` must be one of endpoints, endpoints-per-zone, nat, nat-per-zone, public-addresses, got "internet"',
  ],
];

const ociMistakes: readonly Mistake[] = [
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

describe("a mistake in the context is refused by the key that the person wrote", () => {
  test.each(awsMistakes)("on AWS: %j", (context, sentence) => {
    expect(() => awsStackFrom(withContext(context))).toThrow(new Error(sentence));
  });

  test("production is heard by an address, or by whoever the context names", () => {
    const production = { ...domain, profile: "production" };
    const reason = { noAlarmEmailBecause: "our pager subscribes to the topic itself" };
    expect(() =>
      awsStackFrom(withContext({ ...production, awsAlarmEmail: "ops@example.com" })),
    ).not.toThrow();
    expect(() => awsStackFrom(withContext({ ...production, ...reason }))).not.toThrow();
    const asked = (context: object) => synth(ociStackFrom(withContext(context))).variable!.alarm_email!;
    expect(asked({})).toHaveProperty("default", "");
    expect(asked({ profile: "production", ...reason })).toHaveProperty("default", "");
    expect(asked({ profile: "production" })).not.toHaveProperty("default");
  });

  test.each(ociMistakes)("on OCI: %j", (context, sentence) => {
    expect(() => ociStackFrom(withContext(context))).toThrow(new Error(sentence));
  });

  // Without the prop in the key's declaration a refusal names the prop and the construct.
  test.each(Object.keys({ ...awsKeys, ...ociKeys }))("%s has its mistake above", (key) => {
    const named = [...awsMistakes, ...ociMistakes].map(([, sentence]) => /^`(\w+)/.exec(sentence)?.[1]);
    expect(named).toContain(key);
  });

  test("what the profile says is not named by a key that is not set", () => {
    const refuse = () => {
      throw new RefusedValue("cidrBlock", "be a block", '"x"');
    };
    expect(() => inKeysOf(awsKeys, {}, refuse)).toThrow("`cidrBlock` must be a block");
    expect(() => inKeysOf(awsKeys, { awsExistingNetwork: existingNetwork }, refuse)).toThrow(
      "`awsExistingNetwork.cidrBlock` must be a block",
    );
  });
});
