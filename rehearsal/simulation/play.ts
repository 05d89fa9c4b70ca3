import type { Fleet } from "./fleet";
import { mostWaiting, p99Ms } from "./latency";
import { Machines } from "./machines";

/** Requests a second of all visitors together, by the second. */
export type Demand = (second: number) => number;

/** One minute of a simulation. */
export interface Sample {
  readonly minute: number;
  /** Requests a second that came. */
  readonly demand: number;
  /** Servers or pods that there are, those of them that get visits, and machines that are paid for. */
  readonly copies: number;
  readonly inService: number;
  readonly machines: number;
  readonly cpuPercent: number;
  /** The worst within the minute. */
  readonly p99Ms: number;
  /** Requests that were turned away. */
  readonly turnedAway: number;
  /** Connections to the database, and what they would be if all copies were replaced now. */
  readonly connections: number;
  readonly connectionsReplacing: number;
  /** Cost of the minute, in US dollars, without traffic. */
  readonly usd: number;
}

/** Bytes of an answer in JSON with its headers, measured by a test; a page has about 5,100. */
export const answerBytes = 420;

const minutesAMonth = 730 * 60;

/** Plays so many minutes, one sample for each. */
export function play(fleet: Fleet, demand: Demand, minutes: number): Sample[] {
  const world = new World(fleet);
  return Array.from({ length: minutes }, (_, minute) => world.pass(minute, demand));
}

class World {
  private readonly machines: Machines;
  private readonly months = new Map<number, number>();
  private readonly controller;
  private readonly stepSeconds: number;
  private backlog = 0;

  constructor(private readonly fleet: Fleet) {
    this.controller = fleet.controller();
    this.machines = new Machines(fleet);
    this.stepSeconds = Math.min(10, fleet.decidesEverySeconds / 3);
  }

  pass(minute: number, demand: Demand): Sample {
    const begin = minute * 60;
    const { decidesEverySeconds: every, database } = this.fleet;
    const inService = this.machines.inServiceSince(begin, 0);
    const periods = times(60 / every).map((index) => this.period(begin + index * every, demand));
    const last = periods.at(-1)!;
    return {
      minute,
      demand: average(periods.map(({ came }) => came)),
      copies: last.copies,
      machines: last.paid,
      inService,
      cpuPercent: this.machines.percentOf(
        this.fleet.machine.processes,
        average(periods.map(({ busy }) => busy)),
      ),
      p99Ms: Math.max(...periods.map(({ p99 }) => p99)),
      turnedAway: sum(periods.map(({ turnedAway }) => turnedAway)),
      connections: last.copies * database.perCopy,
      connectionsReplacing: 2 * last.copies * database.perCopy,
      usd: sum(periods.map(({ usd }) => usd)),
    };
  }

  /** The time until the next decision, and that decision. */
  private period(begin: number, demand: Demand) {
    const { machines } = this;
    const { decidesEverySeconds: every } = this.fleet;
    const steps = times(every / this.stepSeconds).map((step) => begin + step * this.stepSeconds);
    const played = steps.map((second) => this.step(second, demand(second)));
    const busy = average(played.map((step) => step.busy));
    const { wanted: copies, paid } = machines;
    const usd = (this.monthUsd(paid) / minutesAMonth) * (every / 60) + machines.account(begin, every, busy);
    this.decide(begin + every, average(played.map(({ requests }) => requests)), busy);
    return {
      came: average(steps.map(demand)),
      busy,
      p99: Math.max(...played.map((step) => step.p99)),
      turnedAway: sum(played.map((step) => step.turnedAway)),
      copies,
      paid,
      usd,
    };
  }

  /** Adding a stack's costs up takes as long as playing an hour. */
  private monthUsd(machines: number): number {
    const known = this.months.get(machines) ?? this.fleet.monthUsd(machines);
    this.months.set(machines, known);
    return known;
  }

  /** A few seconds: what arrives, what is answered, what waits. */
  private step(second: number, arrivals: number) {
    const { machine, bandwidthMbps = Infinity } = this.fleet;
    const { stepSeconds } = this;
    const passed = Math.min(arrivals, (bandwidthMbps * 1e6) / 8 / answerBytes);
    const servers = this.machines.inServiceSince(second, 0);
    if (servers === 0) return { busy: 0, p99: 0, requests: 0, turnedAway: arrivals * stepSeconds };
    const capacity = this.machines.capacity(second);
    const due = this.backlog + passed * stepSeconds;
    const answered = Math.min(due, capacity * stepSeconds);
    this.backlog = Math.min(due - answered, servers * mostWaiting);
    const lost = due - answered - this.backlog;
    const load = { servers, requests: passed / servers, backlog: this.backlog / servers };
    const shared = { ...machine, processes: capacity / machine.requestsPerSecond / servers };
    return {
      busy: answered / (capacity * stepSeconds),
      p99: p99Ms(shared, load),
      requests: load.requests,
      turnedAway: lost + (arrivals - passed) * stepSeconds,
    };
  }

  private decide(second: number, requests: number, busy: number): void {
    const { machines } = this;
    const inServiceSince = (seconds: number) => machines.inServiceSince(second, seconds);
    const percent = machines.percentOf(this.fleet.machine.processes, busy);
    const wanted = this.controller.decide({
      cpuPercent: machines.averagePercent(second, busy),
      cpuPercentSince: (seconds) => (inServiceSince(seconds) > 0 ? percent : 0),
      processorPercent: machines.processorPercent(second, busy),
      requestsPerCopy: requests * 60,
      copies: machines.wanted,
      inServiceSince,
    });
    machines.resize(second, wanted);
  }
}

const times = (count: number) => Array.from({ length: count }, (_, index) => index);
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);
const average = (numbers: readonly number[]) => sum(numbers) / numbers.length;
