import { describe, expect, test } from "@jest/globals";
import { App } from "cdktf";
import { Egress, Zones } from "../../../constructs/aws";
import { awsOptions } from "../../../stacks/aws/options";
import { existingNetwork } from "../../support/existing-network";

const region = "us-east-1";
const read = (context: Record<string, unknown>) =>
  awsOptions(new App({ context: { awsRegion: region, ...context } }).node);
const domain = { awsDomainName: "www.example.com" };
const arn = "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";

describe("options for AWS in the context", () => {
  test("may all be missing, or empty", () => {
    expect(read({ profile: "lab" })).toEqual({ region, webAcl: false, customerKey: false });
    expect(
      read({ awsDomainName: "", awsMonthlyBudgetUsd: "", awsWebAcl: "", awsExistingNetwork: "" }),
    ).toEqual({
      region,
      webAcl: false,
      customerKey: false,
    });
  });

  test("are taken as values, and as texts", () => {
    expect(
      read({
        awsWebAcl: true,
        awsCustomerKey: "true",
        awsMonthlyBudgetUsd: "50",
        awsDeletionProtection: "false",
      }),
    ).toEqual({
      region,
      webAcl: true,
      customerKey: true,
      monthlyBudgetUsd: 50,
      deletionProtection: false,
    });
    expect(
      read({ awsAlarmEmail: "a@example.com", awsStateBucket: "states", awsExistingNetwork: existingNetwork }),
    ).toMatchObject({ alarmEmail: "a@example.com", stateBucket: "states", existingNetwork });
  });

  test("choose zones, way out and flow logs of a network of its own", () => {
    expect(read({ awsZones: ["eu-west-1a", "eu-west-1c"] }).ownNetwork).toEqual({
      zones: Zones.named("eu-west-1a", "eu-west-1c"),
    });
    expect(
      read({ awsZones: "eu-west-1a, eu-west-1c", awsEgress: "nat-per-zone", awsFlowLogs: "true" }).ownNetwork,
    ).toEqual({
      zones: Zones.named("eu-west-1a", "eu-west-1c"),
      egress: Egress.nat({ perZone: true }),
      flowLogs: true,
    });
    expect(read({ awsZones: "", awsEgress: "", awsFlowLogs: "" })).not.toHaveProperty("ownNetwork");
  });

  test("make HTTPS of a domain name with either a certificate or a zone", () => {
    expect(read({ ...domain, awsCertificateArn: arn }).https?.choice.kind).toBe("certificate");
    expect(read({ ...domain, awsHostedZoneId: "Z0123456789ABC" }).https?.choice.kind).toBe("domain");
  });

  test.each<[Record<string, unknown>, string]>([
    [domain, "`awsDomainName` must come with either `awsCertificateArn` or `awsHostedZoneId`"],
    [{ awsCertificateArn: arn }, "`awsDomainName` must come with either"],
    [{ ...domain, awsCertificateArn: arn, awsHostedZoneId: "Z1A" }, "`awsDomainName` must come with either"],
    [{ awsWebAcl: "yes" }, '`awsWebAcl` must be true or false, got "yes"'],
    [{ awsMonthlyBudgetUsd: true }, "`awsMonthlyBudgetUsd` must be a number above 0, got true"],
    [{ awsMonthlyBudgetUsd: [5] }, "`awsMonthlyBudgetUsd` must be a number above 0, got [5]"],
    [{ awsMonthlyBudgetUsd: "0x10" }, '`awsMonthlyBudgetUsd` must be a number above 0, got "0x10"'],
    [{ awsMonthlyBudgetUsd: "much" }, '`awsMonthlyBudgetUsd` must be a number above 0, got "much"'],
    [{ awsAlarmEmail: 3 }, "`awsAlarmEmail` must be an e-mail address such as ops@example.com, got 3"],
    [{ awsExistingNetwork: "vpc-1" }, "`awsExistingNetwork` must be an object with `vpcId`, `cidrBlock`"],
    [
      { awsExistingNetwork: { ...existingNetwork, subnetIds: { public: [], web: [] } } },
      "`awsExistingNetwork.subnetIds.data` must be a list of texts, got undefined",
    ],
    [
      { awsExistingNetwork: { ...existingNetwork, zones: [] } },
      "`awsExistingNetwork` must be an object with `vpcId`, `cidrBlock`, and `subnetIds` with",
    ],
    [
      { awsEgress: "internet" },
      "`awsEgress` must be one of endpoints, endpoints-per-zone, nat, nat-per-zone",
    ],
    [{ awsZones: "us-east-1a" }, "`zones` must be two or more different names such as us-east-1a"],
    [{ awsFlowLogs: "some" }, '`awsFlowLogs` must be true or false, got "some"'],
    [
      { awsExistingNetwork: existingNetwork, awsFlowLogs: true },
      "`awsExistingNetwork` must come without `awsZones`, `awsEgress` and `awsFlowLogs`",
    ],
    [{ awsDomianName: "www.example.com" }, "`awsDomianName` must be one of awsRegion, awsAccountId"],
  ])("fail for %j", (context, message) => {
    expect(() => read(context)).toThrow(message);
  });
});
