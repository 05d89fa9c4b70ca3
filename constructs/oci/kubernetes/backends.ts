import type { ContainerengineNodePool } from "@cdktf/provider-oci/lib/containerengine-node-pool";
import { DataOciLoadBalancerBackendSetHealth } from "@cdktf/provider-oci/lib/data-oci-load-balancer-backend-set-health";
import { LoadBalancerBackend } from "@cdktf/provider-oci/lib/load-balancer-backend";
import { TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { TerraformData } from "../../shared";
import type { LoadBalancer } from "../web";
import { NodePools } from "./node-pool";
import { nodePort } from "./ports";

/** Properties of {@link Backends}. */
export interface BackendsProps {
  /** Load balancer that sends visitors to nodes. */
  readonly loadBalancer: LoadBalancer;
  /** Pools of one node each. */
  readonly pools: readonly ContainerengineNodePool[];
}

/** Seconds between looks at new backends, eight minutes together: a load balancer takes one that has answered three times in 90 seconds. */
const pauseSeconds = [90, 60, 60, 120, 150];

/**
 * Nodes as backends of a load balancer, each at the port that leads to pods that are ready, wherever they run; and pauses that hold
 * Terraform up until new nodes take visits, and keep the old ones where they do not.
 *
 * A first deployment waits for nothing: there are no old nodes, and pods come later.
 */
export class Backends extends Construct {
  private readonly ours: string;
  private readonly backends: readonly LoadBalancerBackend[];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: BackendsProps,
  ) {
    super(scope, id);
    const { loadBalancer, pools } = props;
    this.backends = pools.map(
      (pool, index) =>
        new LoadBalancerBackend(this, `backend-${index + 1}`, {
          loadBalancerId: loadBalancer.balancer.id,
          backendsetName: loadBalancer.backendSet.name,
          ipAddress: NodePools.addressOf(pool),
          port: nodePort,
          lifecycle: { createBeforeDestroy: true },
        }),
    );
    const names = this.backends.map(
      ({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}.name`,
    );
    this.ours = this.local("ours", `[${names.join(", ")}]`);
    let last = this.look("look-0", this.backends);
    for (const [index, seconds] of pauseSeconds.entries()) {
      const command = `\${${last.othersHealthy} > 0 && ${last.oursIll} > 0 ? "sleep ${seconds}" : "sleep 0"}`;
      const pause = this.step(`pause-${index + 1}`, command);
      last = this.look(`look-${index + 1}`, [pause]);
    }
    const refused = `${last.oursIll} > 0 && ${last.othersHealthy} > 0`;
    this.step("verdict", `\${${refused} ? ${JSON.stringify(refusal)} : "echo ${accepted}"}`);
  }

  /** Something to do whenever a node is another one, and only then. */
  private step(id: string, command: string): TerraformData {
    return new TerraformData(this, id, {
      triggersReplace: Object.fromEntries(
        this.backends.map((backend, index) => [`backend${index + 1}`, backend.id]),
      ),
      provisioners: [{ type: "local-exec", command }],
      lifecycle: { createBeforeDestroy: true },
    });
  }

  /** Numbers of unhealthy backends of ours and of healthy backends of others, after something. */
  private look(id: string, dependsOn: readonly (LoadBalancerBackend | TerraformData)[]) {
    const { balancer, backendSet } = this.props.loadBalancer;
    const health = new DataOciLoadBalancerBackendSetHealth(this, id, {
      loadBalancerId: balancer.id,
      backendSetName: backendSet.name,
      dependsOn: [...dependsOn],
    });
    const set = `data.${health.terraformResourceType}.${health.friendlyUniqueId}`;
    const states = ["critical", "warning", "unknown"].map((state) => `${set}.${state}_state_backend_names`);
    const ill = this.local(`${id}-ill`, `concat(${states.join(", ")})`);
    return {
      oursIll: `length(setintersection(${this.ours}, ${ill}))`,
      othersHealthy: `${set}.total_backend_count - length(setunion(${this.ours}, ${ill}))`,
    };
  }

  private local(id: string, expression: string): string {
    return `local.${new TerraformLocal(this, id, `\${${expression}}`).friendlyUniqueId}`;
  }
}

const accepted = "new nodes take visits, or no others do";
const refusal = "echo new nodes are not healthy, so the old ones stay; exit 1";
