import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Construct } from "constructs";
import type { WebApp } from "../web-app";
import { Firewall } from "./firewall";
import { physicalName } from "../names";
import type { TieredNetwork } from "./tiered-network";

/** What a load balancer must be told. */
export interface LoadBalancerProps {
  /** Network whose public tier holds the load balancer. */
  readonly network: TieredNetwork;
  /** What the servers behind it run. */
  readonly app: WebApp;
  /** Whether AWS refuses to delete it. */
  readonly deletionProtected: boolean;
}

/** An Application Load Balancer open to the internet on port 80, in front of servers that are healthy. */
export class LoadBalancer extends Construct {
  /** The load balancer itself. */
  readonly balancer: Lb;
  /** Servers that the load balancer sends visitors to. */
  readonly targetGroup: LbTargetGroup;
  /** What lets visitors in. */
  readonly firewall: Firewall;
  /** What makes the target group reachable: servers must not count as unhealthy before it is there. */
  readonly listener: LbListener;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    this.firewall = new Firewall(this, "firewall", {
      vpcId: props.network.vpc.id,
      description: "load balancer",
    });
    this.firewall.allowFromInternet(80, "visitors");
    this.balancer = new Lb(this, "balancer", {
      name: physicalName(scope, 32),
      loadBalancerType: "application",
      internal: false,
      subnets: props.network.subnetsOf("public").map((subnet) => subnet.id),
      securityGroups: [this.firewall.group.id],
      dropInvalidHeaderFields: true,
      enableDeletionProtection: props.deletionProtected,
    });
    this.targetGroup = this.createTargetGroup(props);
    this.listener = new LbListener(this, "http", {
      loadBalancerArn: this.balancer.arn,
      port: 80,
      protocol: "HTTP",
      defaultAction: [{ type: "forward", targetGroupArn: this.targetGroup.arn }],
    });
  }

  private createTargetGroup({ network, app }: LoadBalancerProps): LbTargetGroup {
    return new LbTargetGroup(this, "targets", {
      // Six characters are all that a prefix may have; a replacement needs another name than what it replaces.
      namePrefix: `${app.name.slice(0, 5)}-`,
      vpcId: network.vpc.id,
      port: app.port,
      protocol: "HTTP",
      targetType: "instance",
      deregistrationDelay: "30",
      healthCheck: {
        path: app.healthPath,
        protocol: "HTTP",
        matcher: "200",
        interval: 30,
        timeout: 5,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
