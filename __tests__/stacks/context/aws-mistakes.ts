import { existingNetwork } from "../../support/existing-network";
import type { Mistake } from "./mistake";

const { subnetIds } = existingNetwork;
const arn = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";
/** A domain name and its zone, without mistake. */
export const domain = { awsDomainName: "www.example.com", awsHostedZoneId: "Z0123456789ABC" };
const cluster = { webTier: "kubernetes", awsKubernetesAdmin: "arn:aws:iam::111122223333:role/operations" };

/** Mistakes in keys of AWS, and in those of both clouds. */
export const awsMistakes: readonly Mistake[] = [
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
