import { cpuOfServers } from "../../shared";
import { Op, Token } from "cdktf";
import type { Alarm } from "./monitoring";

/**
 * Alarms of servers.
 *
 * @param which dimension of the metric that tells them from others, and its value
 */
export function serverAlarms(which: {
  /** Name of the dimension. */
  readonly dimension: "instancePoolId" | "resourceId";
  /** OCID of the pool or the server. */
  readonly id: string;
}): Record<string, Alarm> {
  return {
    cpu: {
      namespace: "oci_computeagent",
      query: `CpuUtilization[5m]{${which.dimension} = "${which.id}"}.grouping().mean() > ${cpuOfServers.alarmAbove}`,
      severity: "WARNING",
      pending: "PT15M",
      body: "Servers work at their limit, which for one process is half of two processors: see the pool's size and its autoscaling configuration, or give a single server a faster shape.",
    },
  };
}

/** Alarms of a load balancer. */
export function balancerAlarms(loadBalancerId: string): Record<string, Alarm> {
  const ofThis = `{resourceId = "${loadBalancerId}"}`;
  return {
    unhealthy: {
      namespace: "oci_lbaas",
      query: `UnHealthyBackendServers[1m]${ofThis}.max() > 0`,
      severity: "CRITICAL",
      // A new server is unhealthy until it has installed Node and met the database.
      pending: "PT10M",
      body: "A server does not answer /health with 200: see its log, then whether the database answers.",
    },
    errors: {
      namespace: "oci_lbaas",
      query: `HttpResponses5xx[5m]${ofThis}.sum() > 10`,
      severity: "CRITICAL",
      body: "Visitors see errors: see the load balancer's access log, and the app's log by the request id.",
    },
  };
}

/** Alarms of a cluster. */
export function clusterAlarms(clusterId: string): Record<string, Alarm> {
  return {
    "pods-without-node": {
      namespace: "oci_oke",
      query: `UnschedulablePods[1m]{resourceId = "${clusterId}"}.max() > 0`,
      severity: "WARNING",
      // A node that is replaced takes its time.
      pending: "PT15M",
      body: "Pods find no node: see kubectl describe pod, then which nodes are ready and what they have left.",
    },
  };
}

/** Sessions that Autonomous Database takes for each ECPU: https://docs.oracle.com/iaas/autonomous-database-serverless/doc/connect-predefined.html. */
export const sessionsPerEcpu = 75;

/**
 * Alarms of an Autonomous Database.
 *
 * @param databaseId OCID of the database
 * @param ecpus ECPUs that are always there
 */
export function databaseAlarms(databaseId: string, ecpus: number): Record<string, Alarm> {
  const ofThis = `{resourceId = "${databaseId}"}`;
  const namespace = "oci_autonomous_database";
  return {
    cpu: {
      namespace,
      query: `CpuUtilization[5m]${ofThis}.mean() > 80`,
      severity: "WARNING",
      pending: "PT15M",
      body: "The database works at the limit of its ECPUs: see Performance Hub, then give it more.",
    },
    storage: {
      namespace,
      query: `StorageUtilization[1h]${ofThis}.max() > 80`,
      severity: "WARNING",
      body: "The database fills its storage: give it more, or have it grow by itself.",
    },
    sessions: {
      namespace,
      query: `Sessions[5m]${ofThis}.max() > ${times(ecpus, sessionsPerEcpu * 0.8)}`,
      severity: "WARNING",
      body: "Four fifths of the sessions that the database allows are taken, of which each server needs three: see who is logged in, or give it more ECPUs.",
    },
  };
}

/** A product, which is an expression where a deployment decides the number. */
function times(count: number, factor: number): string {
  return Token.isUnresolved(count) ? Token.asString(Op.mul(count, factor)) : String(count * factor);
}
