import type { Fleet, Minute } from "./fleet";
import { mostWaiting, p99Ms } from "./latency";
import { capacityOf } from "./machine";

/** Requests a second of all visitors together, by the second. */
export type Demand = (second: number) => number;

/** One minute of a simulation. */
export interface Sample {
  readonly minute: number;
  /** Requests a second that came. */
  readonly demand: number;
  /** Servers that are paid for, and those of them that get visits. */
  readonly servers: number;
  readonly inService: number;
  readonly cpuPercent: number;
  /** The worst within the minute. */
  readonly p99Ms: number;
  /** Requests that were turned away. */
  readonly turnedAway: number;
  /** Connections to the database, and what they would be if all servers were replaced now. */
  readonly connections: number;
  readonly connectionsReplacing: number;
  /** Cost of the minute, in US dollars, without traffic. */
  readonly usd: number;
}

/** Bytes of an answer in JSON with its headers, measured by a test; a page has about 5,100. */
export const answerBytes = 420;

const stepSeconds = 10;
/** The system's own use of a machine, in percent: an estimate. */
const systemPercent = 3;
const minutesAMonth = 730 * 60;

interface Server {
  readonly launched: number;
  credits: number;
}

/** Plays so many minutes, one sample for each. */
export function play(fleet: Fleet, demand: Demand, minutes: number): Sample[] {
  const world = new World(fleet);
  return Array.from({ length: minutes }, (_, minute) => world.pass(minute, demand));
}

class World {
  private servers: Server[];
  private backlog = 0;
  private readonly months = new Map<number, number>();
  private readonly controller;
  private readonly readyAfter: number;

  constructor(private readonly fleet: Fleet) {
    this.controller = fleet.controller();
    this.readyAfter = fleet.bootSeconds + fleet.healthSeconds;
    // They have been there for a day.
    this.servers = Array.from({ length: fleet.initial }, () => this.launch(-86_400));
    for (const server of this.servers) server.credits = fleet.machine.credits?.most ?? 0;
  }

  pass(minute: number, demand: Demand): Sample {
    const begin = minute * 60;
    const steps = Array.from({ length: 60 / stepSeconds }, (_, step) => begin + step * stepSeconds);
    const played = steps.map((second) => this.step(second, demand(second)));
    const average = (numbers: readonly number[]) =>
      numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
    const { database } = this.fleet;
    const share = average(played.map(({ busy }) => busy));
    const surplusUsd = this.account(begin, share);
    const servers = this.servers.length;
    const sample: Sample = {
      minute,
      demand: average(steps.map(demand)),
      servers,
      inService: this.inServiceSince(begin, 0),
      cpuPercent: this.percent(share),
      p99Ms: Math.max(...played.map(({ p99 }) => p99)),
      turnedAway: played.reduce((sum, { turnedAway }) => sum + turnedAway, 0),
      connections: servers * database.perServer,
      connectionsReplacing: 2 * servers * database.perServer,
      usd: this.monthUsd(servers) / minutesAMonth + surplusUsd,
    };
    this.resize(begin + 60, average(played.map(({ requests }) => requests)), share);
    return sample;
  }

  /** Adding a stack's costs up takes as long as playing an hour. */
  private monthUsd(servers: number): number {
    const known = this.months.get(servers) ?? this.fleet.monthUsd(servers);
    this.months.set(servers, known);
    return known;
  }

  private launch(launched: number): Server {
    return { launched, credits: 0 };
  }

  private inServiceSince(second: number, seconds: number): number {
    return this.servers.filter(({ launched }) => second - launched >= this.readyAfter + seconds).length;
  }

  /** A few seconds: what arrives, what is answered, what waits. */
  private step(second: number, arrivals: number) {
    const { machine, bandwidthMbps = Infinity } = this.fleet;
    const passed = Math.min(arrivals, (bandwidthMbps * 1e6) / 8 / answerBytes);
    const servers = this.inServiceSince(second, 0);
    if (servers === 0) return { busy: 0, p99: 0, requests: 0, turnedAway: arrivals * stepSeconds };
    const capacity = servers * capacityOf(machine);
    const due = this.backlog + passed * stepSeconds;
    const answered = Math.min(due, capacity * stepSeconds);
    this.backlog = Math.min(due - answered, servers * mostWaiting);
    const lost = due - answered - this.backlog;
    const load = { servers, requests: passed / servers, backlog: this.backlog / servers };
    return {
      busy: answered / (capacity * stepSeconds),
      p99: p99Ms(machine, load),
      requests: load.requests,
      turnedAway: lost + (arrivals - passed) * stepSeconds,
    };
  }

  /** Use of all processors of a server whose processes are busy for that share of the time. */
  private percent(share: number): number {
    const { processes, processors } = this.fleet.machine;
    return Math.min(systemPercent + (100 * share * processes) / processors, 100);
  }

  /** Credits that burstable machines earned and spent in a minute; what they took beyond costs. */
  private account(second: number, share: number): number {
    const { credits, processors } = this.fleet.machine;
    if (!credits) return 0;
    let surplus = 0;
    for (const server of this.servers) {
      const busy = second - server.launched >= this.readyAfter;
      const spent = ((busy ? this.percent(share) : systemPercent) / 100) * processors;
      const left = server.credits + credits.anHour / 60 - spent;
      surplus += Math.max(-left, 0);
      server.credits = Math.min(Math.max(left, 0), credits.most);
    }
    return (surplus / 60) * credits.usdPerProcessorHour;
  }

  private resize(second: number, requests: number, share: number): void {
    const inServiceSince = (seconds: number) => this.inServiceSince(second, seconds);
    const busy = this.percent(share);
    const average = (count: number) =>
      (count * busy + (this.servers.length - count) * systemPercent) / this.servers.length;
    const seen: Minute = {
      cpuPercent: average(inServiceSince(0)),
      cpuPercentSince: (seconds) => (inServiceSince(seconds) > 0 ? busy : 0),
      requestsPerServer: requests * 60,
      servers: this.servers.length,
      inServiceSince,
    };
    const wanted = this.controller.decide(seen);
    while (this.servers.length < wanted) this.servers.push(this.launch(second));
    // The oldest go first, which on both clouds is so where nothing else tells servers apart.
    this.servers.splice(0, Math.max(this.servers.length - wanted, 0));
  }
}
