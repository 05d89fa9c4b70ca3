import { defaultCoalescerLimits } from "../../webapp/src/counting/coalescer";
import { capacityOf, type Machine } from "./machine";

/** From a server to its database and back, and how long a commit locks the row, in milliseconds: as in `bench/simulation.ts`. */
const roundTripMs = 0.5;
const commitMs = 1.2;

/** Visitors that a server holds before it turns others away. */
export const mostWaiting = defaultCoalescerLimits.visitors;

/** Load of servers that share it equally. */
export interface Load {
  /** Servers that get visits. */
  readonly servers: number;
  /** Requests a second that each of them gets. */
  readonly requests: number;
  /** Requests that each of them has taken and not yet begun with. */
  readonly backlog: number;
}

/**
 * Time in milliseconds within which 99 of 100 visitors are answered: a model, not a measurement.
 *
 * - The processor is a queue with random arrivals and equal times of service (M/D/1), whose waits beyond `t` have a share of about
 *   `ρ·e^(−2(1−ρ)t/S)`.
 * - A server has one batch in flight. Whoever just missed one waits for it and for its own: twice a round trip and a commit. Commits of
 *   servers that are busy at the same time queue for the row.
 * - What arrives beyond the capacity waits in a line, which takes its length by the capacity.
 */
export function p99Ms(machine: Machine, { servers, requests, backlog }: Load): number {
  const capacity = capacityOf(machine);
  const serviceMs = 1_000 / machine.requestsPerSecond;
  const use = Math.min(requests / capacity, 0.99);
  const waitMs = Math.max((serviceMs * Math.log(100 * use)) / (2 * (1 - use)), 0);
  const aloneMs = roundTripMs + commitMs;
  const busy = servers * (1 - Math.exp((-requests * aloneMs) / 1_000));
  const batchMs = Math.max(aloneMs, busy * commitMs);
  return serviceMs + waitMs + 2 * batchMs + (1_000 * backlog) / capacity;
}
