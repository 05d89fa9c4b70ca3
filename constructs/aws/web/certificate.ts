import { AcmCertificate } from "@cdktf/provider-aws/lib/acm-certificate";
import { AcmCertificateValidation } from "@cdktf/provider-aws/lib/acm-certificate-validation";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Construct } from "constructs";
import { destroyedLast } from "../account";
import type { OwnDomain } from "./https";

/**
 * A certificate of Certificate Manager, issued once a record in the hosted zone proves who owns the name, and renewed while
 * the record stays.
 */
export class Certificate extends Construct {
  /** ARN of the certificate, usable once it was issued. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { domainName, hostedZoneId }: OwnDomain) {
    super(scope, id);
    const certificate = new AcmCertificate(this, "certificate", {
      domainName,
      validationMethod: "DNS",
      lifecycle: destroyedLast,
    });
    const proof = certificate.domainValidationOptions.get(0);
    const record = new Route53Record(this, "proof", {
      zoneId: hostedZoneId,
      name: proof.resourceRecordName,
      type: proof.resourceRecordType,
      records: [proof.resourceRecordValue],
      ttl: 60,
      // The same name asks for the same proof, which an earlier certificate may have left behind.
      allowOverwrite: true,
      lifecycle: destroyedLast,
    });
    this.arn = new AcmCertificateValidation(this, "validation", {
      certificateArn: certificate.arn,
      validationRecordFqdns: [record.fqdn],
      // In a zone that nobody delegated it would wait for 75 minutes, in vain.
      timeouts: { create: "10m" },
      lifecycle: destroyedLast,
    }).certificateArn;
  }
}
