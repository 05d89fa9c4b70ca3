import { LoadBalancerBackendSet } from "@cdktf/provider-oci/lib/load-balancer-backend-set";
import { LoadBalancerListener } from "@cdktf/provider-oci/lib/load-balancer-listener";
import { LoadBalancerLoadBalancer } from "@cdktf/provider-oci/lib/load-balancer-load-balancer";
import { LoadBalancerRuleSet } from "@cdktf/provider-oci/lib/load-balancer-rule-set";
import { conditional, Op, Token } from "cdktf";
import { Construct } from "constructs";
import {
  healthCheckIntervalSeconds,
  healthCheckThreshold,
  healthCheckTimeoutSeconds,
  type Ingress,
  strictTransportSecurity,
} from "../../shared";
import type { WebApp } from "../../web-app";
import { Certificate } from "./certificate";
import { NetworkSecurityGroup, type TieredNetwork } from "../network";
import { createdIf, isGiven, isOfRegion, physicalName } from "../account";
import type { Https } from "./https";

/**
 * Seconds before which no server may close an idle connection: the load balancer keeps its own for 300, whatever servers say.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/Balance/Reference/connectionreuse.htm
 */
export const shortestIdleSeconds = 310;
const marginSeconds = 10;

/** Properties of {@link LoadBalancer}. */
export interface LoadBalancerProps {
  /** Network whose public tier holds the load balancer. */
  readonly network: TieredNetwork;
  /** The web app that the servers behind it run. */
  readonly app: WebApp;
  /** Bandwidth in Mbps. */
  readonly bandwidthMbps: number;
  /** Whether OCI refuses to delete it. */
  readonly deletionProtected: boolean;
  /** Encryption between visitors and the load balancer. */
  readonly https: Https;
  /** Days that its logs are kept. */
  readonly logRetentionDays: number;
  /**
   * Port that it asks health of backends at.
   *
   * @default - that of the app
   */
  readonly backendPort?: number;
}

/** A flexible load balancer open to the internet on ports 80 and, with a certificate, 443, before servers that are healthy. */
export class LoadBalancer extends Construct {
  /** The load balancer itself. */
  readonly balancer: LoadBalancerLoadBalancer;
  /** Servers that the load balancer sends visitors to. */
  readonly backendSet: LoadBalancerBackendSet;
  /** The security group that lets visitors in, and the load balancer through to the servers. */
  readonly securityGroup: NetworkSecurityGroup;
  /** URL of the application for browsers. */
  readonly url: string;
  /** The load balancer as the app must know it. */
  readonly ingress: Ingress = {
    keepAliveSeconds: shortestIdleSeconds + marginSeconds,
    requestIdHeader: "X-Request-Id",
  };

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const { network, bandwidthMbps } = props;
    this.securityGroup = new NetworkSecurityGroup(this, "firewall", { network });
    this.securityGroup.allowFromInternet(80, "visitors");
    this.balancer = new LoadBalancerLoadBalancer(this, "balancer", {
      compartmentId: network.compartmentId,
      displayName: physicalName(scope),
      shape: "flexible",
      shapeDetails: { minimumBandwidthInMbps: bandwidthMbps, maximumBandwidthInMbps: bandwidthMbps },
      isPrivate: false,
      subnetIds: [network.subnetIdOf("public")],
      networkSecurityGroupIds: [this.securityGroup.group.id],
      isDeleteProtectionEnabled: props.deletionProtected,
      isRequestIdEnabled: true,
      requestIdHeader: this.ingress.requestIdHeader!,
    });
    this.backendSet = this.createBackendSet(props.app, props.backendPort);
    this.log(props);
    this.url =
      props.https.choice.kind === "none"
        ? this.listenInTheClear()
        : this.listenEncrypted(props.https, network.region);
  }

  /** IPv4 address that visitors connect to, and that a name's record points to. */
  get address(): string {
    return this.balancer.ipAddressDetails.get(0).ipAddress;
  }

  private listenInTheClear(): string {
    this.listen("http", { port: 80 });
    return `http://${this.address}`;
  }

  private listenEncrypted(https: Https, region: string): string {
    const certificate = new Certificate(this, "certificate", { loadBalancerId: this.balancer.id, https });
    const { ssl, exists, domainName } = certificate;
    const when = { ...createdIf(exists), lifecycle: { createBeforeDestroy: true } };
    const opening = this.securityGroup.allowFromInternet(443, "visitors", when);
    const hsts = new LoadBalancerRuleSet(this, "hsts", {
      name: "hsts",
      loadBalancerId: this.balancer.id,
      items: [encryptNextTime],
      ...when,
    });
    const encrypted = this.listen("https", {
      port: 443,
      ruleSetNames: ["hsts"],
      sslConfiguration: { ...ssl, ...modernTls },
      dependsOn: [...certificate.after, hsts],
      ...when,
    });
    const redirect = new LoadBalancerRuleSet(this, "redirect", {
      name: "redirect",
      loadBalancerId: this.balancer.id,
      items: [redirectToHttps],
      ...when,
    });
    const rules = exists ? Token.asList(conditional(exists, ["redirect"], [])) : [redirect.name];
    this.listen("http", {
      port: 80,
      ruleSetNames: rules,
      // Port 80 leads to 443 when all of this is there, and no more before any of it goes: by `create_before_destroy`.
      dependsOn: [opening, encrypted, redirect],
      ...requirement(this, https, region),
    });
    if (!exists) return `https://${domainName}`;
    const host = Token.asString(conditional(isGiven(domainName), domainName, this.address));
    return `${Token.asString(conditional(exists, "https", "http"))}://${host}`;
  }

  private listen(name: string, rest: ListenerOptions): LoadBalancerListener {
    return new LoadBalancerListener(this, name, {
      name,
      loadBalancerId: this.balancer.id,
      defaultBackendSetName: this.backendSet.name,
      protocol: "HTTP",
      ...rest,
    });
  }

  private createBackendSet(app: WebApp, port = app.port): LoadBalancerBackendSet {
    return new LoadBalancerBackendSet(this, "servers", {
      name: "servers",
      loadBalancerId: this.balancer.id,
      policy: "ROUND_ROBIN",
      healthChecker: {
        protocol: "HTTP",
        port,
        urlPath: app.healthPath,
        returnCode: 200,
        intervalMs: healthCheckIntervalSeconds * 1_000,
        timeoutInMillis: healthCheckTimeoutSeconds * 1_000,
        retries: healthCheckThreshold,
      },
    });
  }

  private log({ network, logRetentionDays: retentionDays }: LoadBalancerProps): void {
    for (const category of ["access", "error"])
      network.monitoring.logService(this, `${category}-log`, {
        service: "loadbalancer",
        category,
        resource: this.balancer.id,
        retentionDays,
      });
  }
}

type ListenerOptions = Omit<
  ConstructorParameters<typeof LoadBalancerListener>[2],
  "name" | "loadBalancerId" | "defaultBackendSetName" | "protocol"
>;

const redirectToHttps = {
  action: "REDIRECT",
  responseCode: 301,
  conditions: [{ attributeName: "PATH", attributeValue: "/", operator: "PREFIX_MATCH" }],
  // https://docs.oracle.com/en-us/iaas/api/#/en/loadbalancer/20170115/RedirectUri: these tokens alone keep what was asked for, with
  // the "/" and the "?" in front; an empty string would leave it out.
  redirectUri: { protocol: "HTTPS", port: 443, host: "{host}", path: "{path}", query: "{query}" },
};

const encryptNextTime = {
  action: "ADD_HTTP_RESPONSE_HEADER",
  header: "Strict-Transport-Security",
  value: strictTransportSecurity,
};

// https://docs.oracle.com/iaas/Content/Balance/Tasks/managingciphersuites_topic-Predefined_Cipher_Suites.htm; what Oracle's own
// ingress controller chooses for its listeners.
const modernTls = {
  protocols: ["TLSv1.2", "TLSv1.3"],
  cipherSuiteName: "oci-tls-12-13-ssl-cipher-suite-v3",
  serverOrderPreference: "ENABLED",
  // The load balancer asks visitors for no certificate.
  verifyPeerCertificate: false,
};

/** In a profile that encrypts, a deployment without a certificate fails before anything is made; so does one with another region's. */
function requirement(scope: Construct, { choice }: Https, region: string) {
  if (choice.kind !== "chosen" && choice.kind !== "certificate") return {};
  const ofRegion = isOfRegion(scope, "certificate", choice.certificateId, region);
  if (choice.kind !== "chosen" || !choice.isRequired)
    return ofRegion.length > 0 ? { lifecycle: { precondition: ofRegion } } : {};
  const errorMessage = "This stack encrypts visits: give the OCID of a certificate, or a certificate in PEM.";
  const condition = Op.or(isGiven(choice.certificateId), isGiven(choice.certificate));
  return { lifecycle: { precondition: [{ condition, errorMessage }, ...ofRegion] } };
}
