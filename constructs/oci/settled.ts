import type { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { DataResource } from "cdktf";
import { Construct } from "constructs";

/** Longer than a server takes from its start to its first healthy answer, and the load balancer to believe it. */
export const settlingSeconds = 420;

/**
 * Holds Terraform up until the servers of a new pool take visits.
 *
 * OCI calls a pool running as soon as its machines run. What depends on a pool that is replaced changes before the old
 * pool goes; this does nothing but take its time then, so that old servers answer until new ones do.
 */
export class Settled extends Construct {
  constructor(scope: Construct, id: string, pool: CoreInstancePool) {
    super(scope, id);
    new DataResource(this, "wait", {
      triggersReplace: { pool: pool.id },
      provisioners: [{ type: "local-exec", command: `sleep ${settlingSeconds}` }],
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
