import type { Machine } from "./machine";

/** Servers of one stack, as its synthesized JSON configures them. */
export interface Fleet {
  readonly cloud: "AWS" | "OCI";
  /** Minimum, maximum and initial number of servers. */
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  readonly machine: Machine;
  /** Seconds from a server's launch until it answers by itself. */
  readonly bootSeconds: number;
  /** Seconds from then on until the balancer sends it visits. */
  readonly healthSeconds: number;
  /**
   * Bandwidth of the balancer in Mbps.
   *
   * @default - the balancer grows by itself
   */
  readonly bandwidthMbps?: number;
  readonly database: {
    /** Name of the machine, such as its instance class. */
    readonly name: string;
    /** Connections that it has for the app's user. */
    readonly connections: number;
    /** Connections that one server holds. */
    readonly perServer: number;
  };
  /** When servers come, in words. */
  readonly scalesAbove: string;
  /** Controller of the number of servers; it remembers what it saw. */
  readonly controller: () => Controller;
  /** Monthly cost with a number of servers and no visitors, in US dollars. */
  readonly monthUsd: (servers: number) => number;
}

/** A cloud's metrics of the minute that has passed. */
export interface Minute {
  /** Average use of all processors of the servers that run, in percent. */
  readonly cpuPercent: number;
  /** The same of those that have been in service for at least so many seconds. */
  readonly cpuPercentSince: (seconds: number) => number;
  /** Requests for each server that the balancer sends any. */
  readonly requestsPerServer: number;
  /** All servers, and how many of them have been in service for at least so many seconds. */
  readonly servers: number;
  readonly inServiceSince: (seconds: number) => number;
}

/** Decides about the number of servers once a minute. */
export interface Controller {
  /** Desired number of servers. */
  decide(minute: Minute): number;
}

/** Figures that no stack configures. */
export interface Assumptions {
  /**
   * Seconds from a server's launch until it answers by itself.
   *
   * @default - each cloud's, by `boot-time.ts`
   */
  readonly bootSeconds?: number;
  /** Processes of the app on a server; each uses one processor at the most. */
  readonly processes: number;
  /** Whether OCI's balancer has all the bandwidth that it needs, whatever the stack says. */
  readonly freeBandwidth: boolean;
}

/** Default assumptions: one process, as the boot script starts it. */
export const defaultAssumptions: Assumptions = { processes: 1, freeBandwidth: false };
