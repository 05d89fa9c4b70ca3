import { Testing } from "cdktf";
import { Egress, Https, Zones } from "../../constructs/aws";
import { AwsStack } from "../../stacks/aws-stack";
import type { AwsStackProps } from "../../stacks/aws/stack-props";
import { type Profile, profiles } from "../../stacks/context/profiles";
import { existingNetwork } from "./existing-network";

/** Properties of a stack besides its profile. */
export type AwsOptions = Partial<Omit<AwsStackProps, "profile">>;

/** A name of one's own. */
export const ownDomain = Https.domain({ domainName: "www.example.com", hostedZoneId: "Z0123456789ABC" });

/** A cluster in place of servers, and an image of the app. */
export const kubernetes = {
  access: { administratorArn: "arn:aws:iam::123456789012:role/operations" },
  image: `123456789012.dkr.ecr.us-east-1.amazonaws.com/counter@sha256:${"0".repeat(64)}`,
};

/** The AWS stack with a profile; one that insists on HTTPS gets a name of its own, and one whose alarms must be heard an address. */
export function awsStack(profile: Profile, options: AwsOptions = {}): AwsStack {
  const https = profile.plainHttpBecause === undefined ? { https: ownDomain } : {};
  const alarms = profile.noAlarmEmailBecause === undefined ? { alarmEmail: "ops@example.com" } : {};
  const demanded = { ...https, ...alarms };
  return new AwsStack(Testing.app(), "aws-stack", { region: "us-east-1", profile, ...demanded, ...options });
}

/** Every option alone, and then all that go together. */
export const awsOptionSets: Readonly<Record<string, AwsOptions>> = {
  "a certificate that exists": {
    https: Https.certificate({
      domainName: "www.example.com",
      certificateArn: "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012",
    }),
  },
  "a domain of its own": { https: ownDomain },
  "a web ACL": { webAcl: true },
  "a key of its own": { customerKey: true },
  "mail about alarms": { alarmEmail: "somebody@example.com" },
  "a budget": { monthlyBudgetUsd: 100 },
  "an existing network": { existingNetwork },
  "NAT, flow logs and zones of one's choice": {
    ownNetwork: {
      egress: Egress.nat({ perZone: true }),
      flowLogs: true,
      zones: Zones.named("us-east-1a", "us-east-1b", "us-east-1d"),
    },
  },
  "public addresses": { ownNetwork: { egress: Egress.publicAddresses() } },
  "all of them": {
    https: ownDomain,
    webAcl: true,
    customerKey: true,
    alarmEmail: "somebody@example.com",
    monthlyBudgetUsd: 99.5,
  },
};

/** Production with every option that adds something. */
export const fullProduction = (): AwsStack => awsStack(profiles.production, awsOptionSets["all of them"]);
