import { checkDomainName, checkReason, requireValue } from "../../shared";

/** A certificate of OCI Certificates. */
export interface ServiceCertificate {
  /** OCID of the certificate, in the load balancer's region. */
  readonly certificateId: string;
  /** Name on the certificate; whoever keeps its DNS points it to the load balancer. */
  readonly domainName: string;
}

/** A certificate in PEM, usually from variables. */
export interface PemCertificate {
  /** The certificate. */
  readonly certificate: string;
  /** Its private key, from a sensitive variable: **it is in Terraform's state**. */
  readonly privateKey: string;
  /** The certificates between it and a root that browsers know. */
  readonly chain: string;
  /** Name on the certificate. */
  readonly domainName: string;
}

/** Variables of a deployment that name or carry a certificate; each may turn out to be empty. */
export interface ChosenCertificate extends PemCertificate, ServiceCertificate {
  /** Whether a deployment without a certificate is refused. */
  readonly isRequired: boolean;
}

/** Encryption between visitors and the load balancer, or the reason why there is none. */
export class Https {
  /**
   * By a certificate that OCI Certificates keeps and renews. The record that leads visitors to the load balancer is
   * somebody else's.
   *
   * @throws {RefusedValue} for an OCID or a name that is none
   */
  static certificate({ certificateId, domainName }: ServiceCertificate): Https {
    requireValue("certificateId", certificateId, "be the OCID of a certificate", (ocid) =>
      /^ocid1\.certificate\.\S+$/.test(ocid),
    );
    checkDomainName(domainName);
    return new Https({ kind: "certificate", certificateId, domainName });
  }

  /**
   * By a certificate in PEM that you renew. Its private key is in Terraform's state.
   *
   * @throws {RefusedValue} for a key that is written in the source, or a name that is none
   */
  static pem(given: PemCertificate): Https {
    requireValue(
      "privateKey",
      given.privateKey,
      "be a token such as a sensitive variable's value",
      () => false,
      "a text",
    );
    checkDomainName(given.domainName);
    return new Https({ kind: "pem", ...given });
  }

  /** By whichever of the two a deployment gives; where it gives neither, not at all unless that is refused. */
  static chosen(given: ChosenCertificate): Https {
    return new Https({ kind: "chosen", ...given });
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
      | (ServiceCertificate & { readonly kind: "certificate" })
      | (PemCertificate & { readonly kind: "pem" })
      | (ChosenCertificate & { readonly kind: "chosen" })
      | { readonly kind: "none" },
  ) {}
}
