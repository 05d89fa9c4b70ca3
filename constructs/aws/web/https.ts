import {
  checkDomainName,
  checkReason,
  domainNameRule as domainNameRuleOf,
  isRegionName,
  requireValue,
} from "../../shared";
import { partition } from "../account";

/** A certificate that exists, and the name that visitors call. */
export interface ExistingCertificate {
  /** ARN of the certificate in Certificate Manager, in the load balancer's region. */
  readonly certificateArn: string;
  /** Name on the certificate; whoever keeps its DNS points it to the load balancer. */
  readonly domainName: string;
}

/** A name, and the public zone in Route 53 that it belongs to. */
export interface OwnDomain {
  /** Name that visitors call, such as `www.example.com`: 64 characters at most. */
  readonly domainName: string;
  /** Identifier of the public hosted zone, such as `Z0123456789ABCDEFGHIJ`. */
  readonly hostedZoneId: string;
}

// Certificate Manager takes no longer common name; no plan catches it.
const longestName = 64;

/** Rule for the name that visitors call, worded to follow "must". */
export const domainNameRule = domainNameRuleOf(longestName);

/** Rule for the ARN of a certificate, worded to follow "must". */
export const certificateArnRule =
  "be the ARN of a certificate in Certificate Manager, such as arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012";

/** Rule for the identifier of a zone in Route 53, worded to follow "must". */
export const hostedZoneIdRule = "be the identifier of a hosted zone such as Z0123456789ABC";

/** Encryption between visitors and the load balancer, or the reason why there is none. */
export class Https {
  /**
   * By a certificate that exists. The record that leads visitors to the load balancer is somebody else's.
   *
   * @throws {RefusedValue} for an ARN or a name that is none
   */
  static certificate({ certificateArn, domainName }: ExistingCertificate): Https {
    requireValue("certificateArn", certificateArn, certificateArnRule, isCertificateArn);
    checkDomainName(domainName, longestName);
    return new Https({ kind: "certificate", certificateArn, domainName });
  }

  /**
   * By a certificate that AWS issues and renews, for a name that leads to the load balancer.
   *
   * The zone must be delegated before, or AWS never sees the proof: the deployment then gives up after ten minutes.
   *
   * @throws {RefusedValue} for a name or a zone that is none
   */
  static domain({ domainName, hostedZoneId }: OwnDomain): Https {
    checkDomainName(domainName, longestName);
    requireValue("hostedZoneId", hostedZoneId, hostedZoneIdRule, (id) => /^Z[A-Z0-9]{1,31}$/.test(id));
    return new Https({ kind: "domain", domainName, hostedZoneId });
  }

  /**
   * Not at all: whoever is on the way reads and changes what is sent.
   *
   * @param given why that is acceptable, in a sentence
   * @throws {RefusedValue} for a reason of less than 20 characters
   */
  static none(given: {
    /** Reason why plain HTTP is acceptable, in a sentence. */
    readonly reason: string;
  }): Https {
    checkReason(given.reason);
    return new Https({ kind: "none" });
  }

  private constructor(
    /** Which way was chosen, and what it takes. */
    readonly choice:
      | ({ readonly kind: "certificate" } & ExistingCertificate)
      | ({ readonly kind: "domain" } & OwnDomain)
      | { readonly kind: "none" },
  ) {}
}

// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscertificatemanager.html: an identifier is a UUID. A
// region belongs to one partition.
function isCertificateArn(arn: string): boolean {
  const [prefix, ofPartition, service, region = "", account = "", resource = "", ...rest] = arn.split(":");
  return (
    prefix === "arn" &&
    isRegionName(region) &&
    ofPartition === partition(region) &&
    service === "acm" &&
    /^\d{12}$/.test(account) &&
    /^certificate\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(resource) &&
    rest.length === 0
  );
}
