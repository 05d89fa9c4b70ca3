import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import {
  drainSeconds,
  healthCheckIntervalSeconds,
  healthCheckThreshold,
  healthCheckTimeoutSeconds,
  type Ingress,
  physicalName,
  requireThat,
  strictTransportSecurity,
} from "../../shared";
import type { WebApp } from "../../web-app";
import { AccessLogs } from "./access-logs";
import { accountOf, destroyedLast } from "../account";
import { Certificate } from "./certificate";
import { SecurityGroup, type INetwork } from "../network";
import type { Https } from "./https";
import { checkHostedZone } from "./plan-checks";

// AWS's default, for connections to visitors and to servers; a server that closes an idle one first costs a visitor a 502:
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
const idleSeconds = 60;
const marginSeconds = 15;

/** Properties of {@link LoadBalancer}. */
export interface LoadBalancerProps {
  /** Network whose public tier holds the load balancer. */
  readonly network: INetwork;
  /** The web app that the servers behind it run. */
  readonly app: WebApp;
  /** Encryption between visitors and the load balancer. */
  readonly https: Https;
  /** Days that access logs are kept. */
  readonly logRetentionDays: number;
  /** Whether the plan refuses to destroy it, and AWS to delete it: its name is never given out again. */
  readonly deletionProtected: boolean;
  /**
   * Name of the EKS cluster whose pods stand behind it: the cluster registers them, by their addresses.
   *
   * @default - instances stand behind it
   */
  readonly clusterName?: string;
}

/** An Application Load Balancer open to the internet, in front of servers that are healthy. */
export class LoadBalancer extends Construct {
  /** The load balancer itself. */
  readonly balancer: Lb;
  /** Servers that the load balancer sends visitors to. */
  readonly targetGroup: LbTargetGroup;
  /** The security group that lets visitors in. */
  readonly securityGroup: SecurityGroup;
  /** The listener that makes the target group reachable: servers must not count as unhealthy before it exists. */
  readonly listener: LbListener;
  /** URL of the load balancer, or of the domain that leads to it. */
  readonly url: string;
  /** The load balancer as the app must know it. */
  readonly ingress: Ingress = {
    keepAliveSeconds: idleSeconds + marginSeconds,
    requestIdHeader: "X-Amzn-Trace-Id",
  };

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, "firewall", {
      vpcId: props.network.vpc.id,
      description: "load balancer",
    });
    this.balancer = this.createBalancer(scope, props);
    this.targetGroup = this.createTargetGroup(props);
    const { choice } = props.https;
    if (choice.kind === "none") {
      this.listener = this.listenInTheClear();
      this.url = `http://${this.balancer.dnsName}`;
      return;
    }
    const certificateArn =
      choice.kind === "certificate"
        ? this.inRegion(choice.certificateArn, props.network.region)
        : new Certificate(this, "certificate", choice).arn;
    this.listener = this.listen(certificateArn);
    if (choice.kind === "domain") checkHostedZone(this, choice);
    const ways = [this.listener, ...this.securityGroup.rules];
    if (choice.kind === "domain") ways.push(this.lead(choice.hostedZoneId, choice.domainName));
    this.redirect(ways);
    this.url = `https://${choice.domainName}`;
  }

  private createBalancer(scope: Construct, props: LoadBalancerProps): Lb {
    const subnets = props.network.subnetsOf("public").map((subnet) => subnet.id);
    const logs = new AccessLogs(this, "access-logs", {
      accountId: accountOf(this, this.securityGroup.group.arn),
      retentionDays: props.logRetentionDays,
      deletionProtected: props.deletionProtected,
    });
    return new Lb(this, "balancer", {
      name: balancerName(scope),
      loadBalancerType: "application",
      internal: false,
      subnets,
      securityGroups: [this.securityGroup.group.id],
      idleTimeout: idleSeconds,
      dropInvalidHeaderFields: true,
      desyncMitigationMode: "defensive",
      enableDeletionProtection: props.deletionProtected,
      accessLogs: { bucket: logs.bucket.bucket, enabled: true },
      // AWS refuses one that faces the internet in a VPC without a gateway, and a gateway goes only after it.
      dependsOn: [logs.policy, ...props.network.ready],
      ...(props.deletionProtected && { lifecycle: { preventDestroy: true } }),
    });
  }

  private createTargetGroup({ network, app, clusterName }: LoadBalancerProps): LbTargetGroup {
    return new LbTargetGroup(this, "targets", {
      // Six characters are all that a prefix may have; a replacement needs another name than what it replaces.
      namePrefix: `${app.name.slice(0, 5)}-`,
      vpcId: network.vpc.id,
      port: app.port,
      protocol: "HTTP",
      targetType: clusterName === undefined ? "instance" : "ip",
      deregistrationDelay: String(drainSeconds),
      healthCheck: {
        path: app.healthPath,
        protocol: "HTTP",
        matcher: "200",
        interval: healthCheckIntervalSeconds,
        timeout: healthCheckTimeoutSeconds,
        healthyThreshold: healthCheckThreshold,
        unhealthyThreshold: healthCheckThreshold,
      },
      // By AmazonEKSLoadBalancingPolicy a cluster registers targets in groups with its own name in this tag, and in no other.
      ...(clusterName !== undefined && { tags: { "eks:eks-cluster-name": clusterName } }),
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private listenInTheClear(): LbListener {
    this.securityGroup.allowFromInternet(80, "visitors");
    return new LbListener(this, "http", {
      loadBalancerArn: this.balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
    });
  }

  private listen(certificateArn: string): LbListener {
    this.securityGroup.allowFromInternet(80, "visitors who are sent to HTTPS");
    this.securityGroup.allowFromInternet(443, "visitors");
    return new LbListener(this, "https", {
      loadBalancerArn: this.balancer.arn,
      port: 443,
      protocol: "HTTPS",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
      certificateArn,
      // A browser that was here within a year does not ask in the clear again.
      routingHttpResponseStrictTransportSecurityHeaderValue: strictTransportSecurity,
      routingHttpResponseServerEnabled: false,
      defaultAction: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
      lifecycle: destroyedLast,
    });
  }

  /** Sends visitors to HTTPS, only once all of `ways`, by which it is reached, are there. */
  private redirect(ways: readonly ITerraformDependable[]): void {
    new LbListener(this, "http", {
      loadBalancerArn: this.balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [
        { type: "redirect", redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" } },
      ],
      dependsOn: [...ways],
    });
  }

  private lead(hostedZoneId: string, domainName: string): Route53Record {
    return new Route53Record(this, "record", {
      zoneId: hostedZoneId,
      name: domainName,
      type: "A",
      alias: { name: this.balancer.dnsName, zoneId: this.balancer.zoneId, evaluateTargetHealth: true },
      lifecycle: destroyedLast,
    });
  }

  private inRegion(certificateArn: string, region: string): string {
    requireThat(
      this,
      "certificateArn",
      certificateArn,
      `be of a certificate in the region ${region}`,
      (arn) => arn.split(":")[3] === region,
    );
    return certificateArn;
  }
}

// AWS keeps names that begin with `internal-` for itself.
function balancerName(scope: Construct): string {
  const name = physicalName(scope, 32);
  return name.startsWith("internal-") ? `lb-${physicalName(scope, 29)}` : name;
}
