import { LoadBalancerCertificate } from "@cdktf/provider-oci/lib/load-balancer-certificate";
import { conditional, Fn, type ITerraformDependable, Op, type Precondition, Token } from "cdktf";
import { Construct } from "constructs";
import { operand, RefusedValue } from "../../shared";
import { createdIf, isGiven } from "../account";
import type { Https, PemCertificate } from "./https";
import { Revision } from "./revision";

/** Properties of {@link Certificate}. */
export interface CertificateProps {
  /** OCID of the load balancer. */
  readonly loadBalancerId: string;
  /** Encryption between visitors and the load balancer. */
  readonly https: Https;
}

/** The certificate that a load balancer shows: from the Certificates service, or in PEM. */
export class Certificate extends Construct {
  /** The certificate's arguments of a listener. */
  readonly ssl: { readonly certificateIds?: string[]; readonly certificateName?: string };
  /** Whether there is a certificate, where only the deployment knows; undefined where there surely is one. */
  readonly exists: string | undefined;
  /** Name that visitors call. */
  readonly domainName: string;
  /** Resources that must exist before a listener shows the certificate, which it names by text alone. */
  readonly after: ITerraformDependable[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CertificateProps,
  ) {
    super(scope, id);
    const { choice } = props.https;
    if (choice.kind === "none") throw new RefusedValue("https", "say which certificate", "none");
    this.domainName = choice.domainName;
    if (choice.kind === "chosen") {
      this.exists = operand(Op.or(isGiven(choice.certificateId), isGiven(choice.certificate)));
      const fromService = isGiven(choice.certificateId);
      this.ssl = {
        certificateIds: Token.asList(conditional(fromService, [choice.certificateId], Token.nullValue())),
        certificateName: Token.asString(
          conditional(fromService, Token.nullValue(), this.upload(choice, isGiven(choice.certificate))),
        ),
      };
      return;
    }
    this.exists = undefined;
    this.ssl =
      choice.kind === "certificate"
        ? { certificateIds: [choice.certificateId] }
        : { certificateName: this.upload(choice) };
  }

  private upload({ certificate, privateKey, chain }: PemCertificate, when?: string): string {
    const digest = Fn.sha256(Fn.join("\n", [certificate, privateKey, chain]));
    // Who goes back to a former certificate may still have it, because the listener would not take the next.
    const name = `pem-${new Revision(this, "revision", { digest }).suffix}`;
    const uploaded = new LoadBalancerCertificate(this, "pem", {
      loadBalancerId: this.props.loadBalancerId,
      certificateName: name,
      publicCertificate: certificate,
      privateKey,
      caCertificate: chain,
      ...createdIf(when),
      // A listener must have the next certificate before the last one goes.
      lifecycle: {
        createBeforeDestroy: true,
        precondition: [hasKey(privateKey), ...isOnlyOne(when, this.props.https.choice)],
      },
    });
    this.after.push(uploaded);
    return name;
  }
}

/** Otherwise the load balancer refuses it when all else is made. */
function hasKey(privateKey: string): Precondition {
  return {
    condition: isGiven(privateKey),
    errorMessage: "A certificate in PEM needs its private key in PEM.",
  };
}

/** Otherwise its key would be in the state for nothing: the listener shows the one of OCI Certificates. */
function isOnlyOne(when: string | undefined, choice: Https["choice"]): Precondition[] {
  if (when === undefined || choice.kind !== "chosen") return [];
  return [
    {
      condition: Op.not(isGiven(choice.certificateId)),
      errorMessage:
        "certificate_pem must be empty with certificate_ocid: the load balancer shows one certificate.",
    },
  ];
}
