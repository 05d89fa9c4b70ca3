import type { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { DataOciCoreInstancePoolInstances } from "@cdktf/provider-oci/lib/data-oci-core-instance-pool-instances";
import { DataOciLoadBalancerBackendSetHealth } from "@cdktf/provider-oci/lib/data-oci-load-balancer-backend-set-health";
import {
  conditional,
  type ITerraformDependable,
  type TerraformDataSource,
  TerraformLocal,
  Token,
} from "cdktf";
import { Construct } from "constructs";
import { TerraformData } from "../../shared";
import type { Notice } from "../account";
import type { LoadBalancer } from "./load-balancer";

/** Properties of {@link HealthGate}. */
export interface HealthGateProps {
  /** Pool whose servers are waited for. */
  readonly pool: CoreInstancePool;
  /** Load balancer that asks how they are. */
  readonly loadBalancer: LoadBalancer;
  /** Resources that an old pool keeps until the verdict, besides its servers. */
  readonly after: readonly ITerraformDependable[];
  /**
   * Notice that the deployment prints before its first pause.
   *
   * @default - nothing
   */
  readonly notice?: Notice | undefined;
}

/**
 * Seconds between looks at the servers of a new pool, ten minutes together. A server starts within one minute, has Node
 * after two more, and the load balancer asks every 30 seconds: no look before the third minute finds it healthy.
 */
export const pauseSeconds = [180, 60, 60, 120, 180];

/**
 * Pauses that hold Terraform up until the servers of a new instance pool take visits, and keep the old pool where they do
 * not.
 *
 * OCI calls a pool running as soon as its machines run. What depends on a pool that is replaced changes before the old
 * pool goes: here that are pauses, of which each is skipped once the last look found every server healthy, and a verdict
 * in the end. The verdict fails where servers are not healthy and others, of an old pool, are; a first deployment never
 * fails by it, nor does one that replaces servers of which none works.
 */
export class HealthGate extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: HealthGateProps,
  ) {
    super(scope, id);
    let servers: string | undefined;
    let pause: TerraformData | undefined;
    for (const [index, seconds] of pauseSeconds.entries()) {
      const command = pauseUnlessHealthy(seconds, servers);
      pause = this.step(`pause-${index + 1}`, index === 0 ? this.withNotice(command) : { command });
      servers = this.look(`look-${index + 1}`, pause);
    }
    this.judge(servers!, pause!);
  }

  /** Outputs are shown in the end: whoever must do something for servers to become healthy would hear of it when nobody waits any more. */
  private withNotice(command: string): Shell {
    const { notice } = this.props;
    if (notice === undefined) return { command };
    const { text, unless } = notice;
    // Without quotes, which cdktf would not escape in an expression.
    const told = `printenv NOTICE; ${command}`;
    return {
      command: unless === undefined ? told : Token.asString(conditional(unless, command, told)),
      environment: { NOTICE: text },
    };
  }

  /** Something to do whenever there is a new pool, and only then. */
  private step(id: string, shell: Shell, after: readonly ITerraformDependable[] = []): TerraformData {
    return new TerraformData(this, id, {
      triggersReplace: { pool: this.props.pool.id },
      provisioners: [{ type: "local-exec", ...shell }],
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [...after],
    });
  }

  private look(id: string, after: TerraformData): string {
    const { id: instancePoolId, compartmentId } = this.props.pool;
    const look = new DataOciCoreInstancePoolInstances(this, id, {
      compartmentId,
      instancePoolId,
      dependsOn: [after],
    });
    return `${addressOf(look)}.instances`;
  }

  private judge(servers: string, after: TerraformData): void {
    const { balancer, backendSet } = this.props.loadBalancer;
    const health = new DataOciLoadBalancerBackendSetHealth(this, "health", {
      loadBalancerId: balancer.id,
      backendSetName: backendSet.name,
      dependsOn: [after],
    });
    const set = addressOf(health);
    const local = (id: string, expression: string) =>
      `local.${new TerraformLocal(this, id, `\${${expression}}`).friendlyUniqueId}`;
    const ours = local(
      "ours",
      `flatten([for server in ${servers} : server.load_balancer_backends[*].backend_name])`,
    );
    const ill = local(
      "ill",
      `concat(${["critical", "warning", "unknown"].map((state) => `${set}.${state}_state_backend_names`).join(", ")})`,
    );
    const oursIll = `length(setintersection(${ours}, ${ill}))`;
    const othersHealthy = `${set}.total_backend_count - length(setunion(${ours}, ${ill}))`;
    this.step(
      "verdict",
      {
        command: `\${${oursIll} > 0 && ${othersHealthy} > 0 ? ${JSON.stringify(refusal)} : "echo ${accepted}"}`,
      },
      this.props.after,
    );
  }
}

/** Interpreter and script of a `local-exec` provisioner. */
interface Shell {
  readonly command: string;
  readonly environment?: Record<string, string>;
}

const accepted = "new servers take visits, or no others do";
const refusal = "echo new servers are not healthy, so the old ones stay; exit 1";

function pauseUnlessHealthy(seconds: number, servers: string | undefined): string {
  if (servers === undefined) return `sleep ${seconds}`;
  const states = `[for server in ${servers} : try(server.load_balancer_backends[0].backend_health_status, "")]`;
  return `\${length(${servers}) > 0 && alltrue([for state in ${states} : state == "OK"]) ? "sleep 0" : "sleep ${seconds}"}`;
}

function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformDataSource): string {
  return `data.${terraformResourceType}.${friendlyUniqueId}`;
}
