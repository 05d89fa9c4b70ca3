import type { Alarm } from "./monitoring";

/**
 * What to hear of servers.
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
      query: `CpuUtilization[5m]{${which.dimension} = "${which.id}"}.grouping().mean() > 85`,
      severity: "WARNING",
      pending: "PT15M",
      body: "Servers work at their limit: see the pool's size and its autoscaling configuration, or give a single server a larger shape.",
    },
  };
}

/** What to hear of a load balancer. */
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

/** What to hear of a database. */
export function databaseAlarms(databaseId: string): Record<string, Alarm> {
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
      query: `Sessions[5m]${ofThis}.max() > 200`,
      severity: "WARNING",
      body: "More sessions than the servers should need, which hold three each: see who is logged in.",
    },
  };
}
