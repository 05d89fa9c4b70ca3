import type { Machine } from "./machine";

/** Servers or pods of one stack, as its synthesized JSON configures them. */
export interface Fleet {
  readonly cloud: "AWS" | "OCI";
  /** What a copy of the app is: a machine of its own, or a pod that shares one. */
  readonly copy: "server" | "pod";
  /** Minimum, maximum and initial number of copies. */
  readonly min: number;
  readonly max: number;
  readonly initial: number;
  readonly machine: Machine;
  /**
   * Nodes that pods share.
   *
   * @default - each copy is a machine of its own
   */
  readonly nodes?: Nodes;
  /** Seconds from a server's launch, or from the moment a pod has a node, until it answers by itself. */
  readonly bootSeconds: number;
  /** Seconds from then on until the balancer sends it visits. */
  readonly healthSeconds: number;
  /** Seconds from one decision about the number of copies to the next. */
  readonly decidesEverySeconds: number;
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
    /** Connections that one copy holds. */
    readonly perCopy: number;
  };
  /** When copies come, in words. */
  readonly scalesAbove: string;
  /** Controller of the number of copies; it remembers what it saw. */
  readonly controller: () => Controller;
  /** Monthly cost with a number of machines and no visitors, in US dollars. */
  readonly monthUsd: (machines: number) => number;
}

/** Nodes of a cluster. */
export interface Nodes {
  /** Number of them at the beginning, and at the most. */
  readonly initial: number;
  readonly most: number;
  /** Pods that one of them has room for, by what they request. */
  readonly room: number;
  /** Seconds from a pod without room until a new node takes it. */
  readonly startSeconds: number;
  /** Seconds after which a node without pods of the app goes. */
  readonly emptySeconds: number;
}

/** A cloud's metrics of the period that has passed since the last decision. */
export interface Seen {
  /** Average use of all processors of the machines that run, in percent. */
  readonly cpuPercent: number;
  /** The same of those whose copies have been in service for at least so many seconds. */
  readonly cpuPercentSince: (seconds: number) => number;
  /** Average use of one processor by a copy in service, in percent. */
  readonly processorPercent: number;
  /** Requests a minute for each copy that the balancer sends any. */
  readonly requestsPerCopy: number;
  /** All copies, and how many of them have been in service for at least so many seconds. */
  readonly copies: number;
  readonly inServiceSince: (seconds: number) => number;
}

/** Decides about the number of copies, once in each period. */
export interface Controller {
  /** Desired number of copies. */
  decide(seen: Seen): number;
}

/** Figures that no stack configures. */
export interface Assumptions {
  /**
   * Seconds from the launch of a server, or of a pod that has a node, until it answers by itself.
   *
   * @default - each cloud's, by `boot-time.ts` and `pod-start.ts`
   */
  readonly bootSeconds?: number;
  /** Processes of the app on a server; each uses one processor at the most. */
  readonly processes: number;
  /** Whether OCI's balancer has all the bandwidth that it needs, whatever the stack says. */
  readonly freeBandwidth: boolean;
}

/** Default assumptions: one process, as the boot script starts it. */
export const defaultAssumptions: Assumptions = { processes: 1, freeBandwidth: false };
