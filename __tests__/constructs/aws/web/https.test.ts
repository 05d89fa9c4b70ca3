import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { describe, expect, test } from "@jest/globals";
import { Https } from "../../../../constructs/aws";
import { certificateArnRule } from "../../../../constructs/aws/web/https";
import { resolve, resources, theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";

const domainName = "www.example.com";
const certificateArn = "arn:aws:acm:eu-west-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";
const existing = Https.certificate({ certificateArn, domainName });
const own = Https.domain({ domainName, hostedZoneId: "Z0123456789ABC" });

const listener = (https: Https, port: number) =>
  resources(webTierWith({ https }).stack, LbListener).find((one) => one.port === port)!;

describe("HTTPS on AWS", () => {
  test.each([existing, own])("sends whoever comes in the clear to HTTPS, for good", (https) => {
    expect(listener(https, 80).default_action).toEqual([
      { type: "redirect", redirect: { port: "443", protocol: "HTTPS", status_code: "HTTP_301" } },
    ]);
  });

  test("speaks TLS 1.2 and 1.3 only, and tells browsers not to come in the clear again", () => {
    expect(listener(existing, 443)).toMatchObject({
      protocol: "HTTPS",
      ssl_policy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      certificate_arn: certificateArn,
      routing_http_response_strict_transport_security_header_value: "max-age=31536000",
      default_action: [{ type: "forward" }],
    });
  });

  test.each([existing, own])(
    "becomes a redirect only when all that it leads to is there, and goes only after it",
    (https) => {
      const { stack } = webTierWith({ https });
      const [redirect, tls] = [80, 443].map((port) =>
        resources(stack, LbListener).find((one) => one.port === port)!,
      );
      const door = resources(stack, VpcSecurityGroupIngressRule).find(
        ({ from_port, cidr_ipv4 }) => from_port === 443 && cidr_ipv4,
      )!;
      const name = resources(stack, Route53Record).filter(({ type }) => type === "A");
      expect(redirect!.depends_on).toEqual(
        expect.arrayContaining([
          `aws_lb_listener.${tls!.logicalId}`,
          `aws_vpc_security_group_ingress_rule.${door.logicalId}`,
          ...name.map(({ logicalId }) => `aws_route53_record.${logicalId}`),
        ]),
      );
      for (const type of [AcmCertificate, AcmCertificateValidation, Route53Record])
        for (const { lifecycle } of resources(stack, type))
          expect(lifecycle).toEqual({ create_before_destroy: true });
      for (const { lifecycle } of [tls!, door]) expect(lifecycle).toEqual({ create_before_destroy: true });
    },
  );

  test("has its url by the name on the certificate", () => {
    for (const https of [existing, own])
      expect(webTierWith({ https }).web.url).toBe("https://www.example.com");
  });

  test("makes neither certificate nor record where both are somebody else's", () => {
    const { stack } = webTierWith({ https: existing });
    for (const type of [AcmCertificate, Route53Record]) expect(resources(stack, type)).toEqual([]);
  });

  test("proves by a record whose the name is, and gives up after ten minutes", () => {
    const { stack } = webTierWith({ https: own });
    const certificate = `aws_acm_certificate.${theResource(stack, AcmCertificate).logicalId}`;
    expect(theResource(stack, AcmCertificate)).toMatchObject({
      domain_name: domainName,
      validation_method: "DNS",
      lifecycle: { create_before_destroy: true },
    });
    const proof = resources(stack, Route53Record).find(({ ttl }) => ttl === 60)!;
    expect(proof).toMatchObject({
      zone_id: "Z0123456789ABC",
      name: `\${tolist(${certificate}.domain_validation_options).0.resource_record_name}`,
    });
    expect(theResource(stack, AcmCertificateValidation)).toMatchObject({
      certificate_arn: `\${${certificate}.arn}`,
      validation_record_fqdns: [`\${aws_route53_record.${proof.logicalId}.fqdn}`],
      timeouts: { create: "10m" },
    });
    const https = resources(stack, LbListener).find(({ port }) => port === 443)!;
    expect(https.certificate_arn).toContain("aws_acm_certificate_validation.");
  });

  test("leads the name to the load balancer", () => {
    const { stack, web } = webTierWith({ https: own });
    const { dnsName, zoneId } = web.loadBalancer.balancer;
    expect(resources(stack, Route53Record).find(({ type }) => type === "A")).toMatchObject({
      name: domainName,
      alias: { name: resolve(stack, dnsName), zone_id: resolve(stack, zoneId), evaluate_target_health: true },
    });
  });

  test("is not there where somebody said why, and only then", () => {
    const { stack, web } = webTierWith({ https: Https.none({ reason: "a lab without a domain name" }) });
    expect(resources(stack, LbListener).map(({ port }) => port as number)).toEqual([80]);
    expect(resolve(stack, web.url)).toBe(`http://\${aws_lb.${theResource(stack, Lb).logicalId}.dns_name}`);
  });

  test.each([
    [
      () => Https.none({ reason: "because" }),
      /`reason` must say in 20 characters or more why .*, got "because"/,
    ],
    [
      () => Https.certificate({ certificateArn: "arn:aws:iam::1:server-certificate/x", domainName }),
      /`certificateArn` must be the ARN of a certificate in Certificate Manager, such as .*, got "arn:aws:iam/,
    ],
    [
      () => Https.domain({ domainName: "example.com.", hostedZoneId: "Z1" }),
      /`domainName` must .* got "example.com."/,
    ],
    [
      () => Https.domain({ domainName: `${"a".repeat(60)}.example.com`, hostedZoneId: "Z1A" }),
      /`domainName` must be a lower-case name such as www.example.com, of 64 characters at most/,
    ],
    [
      () => Https.domain({ domainName, hostedZoneId: "example.com" }),
      /`hostedZoneId` must .* got "example.com"/,
    ],
  ])("refuses what AWS would: case %#", (make, message) => {
    expect(make).toThrow(message);
  });

  const uuid = "12345678-1234-1234-1234-123456789012";

  test.each([
    `arn:aws:acm:us-east-1:111122223333:certificate/${uuid}`,
    `arn:aws-cn:acm:cn-north-1:111122223333:certificate/${uuid}`,
    `arn:aws-us-gov:acm:us-gov-west-1:111122223333:certificate/${uuid}`,
  ])("takes the certificate %s", (certificateArn) => {
    expect(() => Https.certificate({ certificateArn, domainName })).not.toThrow();
  });

  test.each([
    "arn:aws:acm:us-east-1:111122223333:certificate/x",
    `arn:aws:acm:us-east-1:111122223333:certificate/${uuid.toUpperCase().replaceAll("1", "A")}`,
    `arn:aws:acm:us-east-1:111122223333:certificate/${uuid}-`,
    `arn:aws:acm:us-east-1:11112222333:certificate/${uuid}`,
    `arn:aws:acm:-:111122223333:certificate/${uuid}`,
    `arn:aws-cn:acm:us-east-1:111122223333:certificate/${uuid}`,
    `arn:aws:acm:us-gov-west-1:111122223333:certificate/${uuid}`,
    `arn:aws-:acm:us-east-1:111122223333:certificate/${uuid}`,
  ])("refuses the certificate %s", (certificateArn) => {
    expect(() => Https.certificate({ certificateArn, domainName })).toThrow(
      `\`certificateArn\` must ${certificateArnRule}, got "${certificateArn}"`,
    );
  });

  test("refuses a certificate of another region", () => {
    const elsewhere = Https.certificate({
      certificateArn: certificateArn.replace("eu-west-1", "us-east-1"),
      domainName,
    });
    expect(() => webTierWith({ https: elsewhere })).toThrow(
      "[test/web/load-balancer] `certificateArn` must be of a certificate in the region eu-west-1",
    );
  });
});
