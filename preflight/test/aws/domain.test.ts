import { DescribeCertificateCommand, type CertificateDetail } from "@aws-sdk/client-acm";
import {
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from "@aws-sdk/client-route-53";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { Https } from "../../../constructs/aws";
import { certificates } from "../../aws/certificate";
import { hostedZone, type NameServers } from "../../aws/hosted-zone";
import { Refused } from "../support/aws-fake";
import { awsStage } from "../support/aws-stage";
import { aws } from "../support/stacks";

const stage = awsStage();
const domainName = "www.example.com";
const owned = aws({ https: Https.domain({ domainName, hostedZoneId: "Z0123456789ABC" }) });

const code = (name: string) => () => Promise.reject(Object.assign(new Error(name), { code: name }));

describe("the hosted zone", () => {
  const delegated: NameServers = () => Promise.resolve(["NS-1.awsdns-01.com", "ns-2.awsdns-02.net"]);
  const ask = (nameServers = delegated) => stage.ask(hostedZone(owned, nameServers).slice(0, 1));
  const zone = (Name: string, PrivateZone = false) =>
    stage.fake.on(GetHostedZoneCommand, {
      HostedZone: { Id: "/hostedzone/Z0123456789ABC", Name, CallerReference: "1", Config: { PrivateZone } },
      DelegationSet: { NameServers: ["ns-1.awsdns-01.com.", "ns-2.awsdns-02.net."] },
    });

  test.each(["example.com.", "www.example.com."])("of %s is right", async (name) => {
    zone(name);
    expect(await ask()).toMatchObject({ verdict: "ok" });
    expect(stage.fake.calls).toContain("route53:GetHostedZone");
  });

  test.each(["other.com.", "ample.com.", "a.www.example.com."])(
    "of %s is not that of the name",
    async (name) => {
      zone(name);
      expect(await ask()).toMatchObject({
        verdict: "failure",
        says: expect.stringContaining("does not lie in it"),
      });
    },
  );

  test("must be public", async () => {
    zone("example.com.", true);
    expect(await ask()).toMatchObject({ verdict: "failure", says: expect.stringContaining("private") });
  });

  test("must be the account's", async () => {
    stage.fake.on(GetHostedZoneCommand, new Refused("NoSuchHostedZone"));
    expect(await ask()).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining("no hosted zone"),
    });
  });

  test.each([
    ["that other servers have", () => Promise.resolve(["ns.elsewhere.example"])],
    ["that there is not", code("ENOTFOUND")],
    ["without servers", code("ENODATA")],
  ])("%s is not delegated", async (_, nameServers) => {
    zone("example.com.");
    expect(await ask(nameServers)).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining("not delegated"),
      fix: expect.stringContaining("ns-1.awsdns-01.com and ns-2.awsdns-02.net"),
    });
  });

  test.each(["ETIMEOUT", "ECONNREFUSED", "ESERVFAIL"])(
    "that no resolver answers about (%s) is a warning",
    async (name) => {
      zone("example.com.");
      expect(await ask(code(name))).toMatchObject({ verdict: "warning" });
    },
  );

  test("is not asked about without one", () => {
    expect(hostedZone(aws())).toEqual([]);
  });
});

describe("the record", () => {
  const ask = () => stage.ask(hostedZone(owned).slice(1));
  const records = (...ResourceRecordSets: ResourceRecordSet[]) =>
    stage.fake.on(ListResourceRecordSetsCommand, { ResourceRecordSets, IsTruncated: false, MaxItems: 10 });
  const alias = (DNSName: string): ResourceRecordSet => ({
    Name: `${domainName}.`,
    Type: "A",
    AliasTarget: { DNSName, HostedZoneId: "Z35SXDOTRQ7X7K", EvaluateTargetHealth: true },
  });

  test("is free where only others are there", async () => {
    records({ Name: "x.example.com.", Type: "A" }, { Name: `${domainName}.`, Type: "TXT" });
    expect(await ask()).toMatchObject({ verdict: "ok", says: `${domainName} is free` });
  });

  test("may lead to the stack's own load balancer", async () => {
    records(alias("dualstack.aws-stack-web-1234567890.us-east-1.elb.amazonaws.com."));
    expect(await ask()).toMatchObject({
      verdict: "ok",
      says: expect.stringContaining("leads to the load balancer"),
    });
  });

  test.each([
    [alias("dualstack.other-aws-stack-web-1.us-east-1.elb.amazonaws.com.")],
    [
      {
        Name: `${domainName}.`,
        Type: "CNAME" as const,
        TTL: 60,
        ResourceRecords: [{ Value: "elsewhere.example" }],
      },
    ],
  ])("is taken by another: %#", async (record) => {
    records(record);
    expect(await ask()).toMatchObject({ verdict: "failure", says: expect.stringContaining("is taken") });
  });
});

describe("a certificate that was there before", () => {
  const certificateArn =
    "arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";
  const https = Https.certificate({ domainName, certificateArn });
  const ask = () => stage.ask(certificates(aws({ https })));
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  const fine: CertificateDetail = {
    CertificateArn: certificateArn,
    Status: "ISSUED",
    SubjectAlternativeNames: ["example.com", "*.example.com"],
    NotAfter: inDays(300),
    RenewalEligibility: "ELIGIBLE",
  };
  const is = (detail: Partial<CertificateDetail> = {}) =>
    stage.fake.on(DescribeCertificateCommand, { Certificate: { ...fine, ...detail } });

  beforeEach(() => is());

  test.each([
    [{}, "ok", "the certificate is issued, for example.com and *.example.com"],
    [{ Status: "PENDING_VALIDATION" as const }, "failure", "its status is PENDING_VALIDATION"],
    [{ SubjectAlternativeNames: ["example.com"] }, "failure", "visitors call www.example.com"],
    [{ SubjectAlternativeNames: ["*.www.example.com"] }, "failure", "visitors call www.example.com"],
    [{ NotAfter: inDays(10) }, "ok", "the certificate is issued"],
    [{ NotAfter: inDays(10), RenewalEligibility: "INELIGIBLE" as const }, "warning", "nobody renews it"],
  ])("with %j is %s", async (detail, verdict, says) => {
    is(detail);
    expect(await ask()).toMatchObject({ verdict, says: expect.stringContaining(says) });
  });

  test("must be the account's", async () => {
    stage.fake.on(DescribeCertificateCommand, new Refused("ResourceNotFoundException"));
    expect(await ask()).toMatchObject({ verdict: "failure", says: "the account has no such certificate" });
  });

  test("must be of the region", async () => {
    const stack = aws({ https });
    const listeners = stack.json.resource.aws_lb_listener!;
    for (const listener of Object.values(listeners))
      if (listener.certificate_arn !== undefined)
        Object.assign(listener, { certificate_arn: certificateArn.replace("us-east-1", "eu-west-1") });
    expect(await stage.ask(certificates(stack))).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining("one of eu-west-1"),
    });
  });

  test("is not asked about where the stack has one issued", () => {
    expect(certificates(owned)).toEqual([]);
  });
});
