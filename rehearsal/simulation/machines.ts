import type { Fleet, Nodes } from "./fleet";

/** A server or a pod. */
interface Copy {
  /** Second in which it was asked for. */
  readonly asked: number;
  /**
   * Second from which the balancer sends it visits.
   *
   * @default - there is no room for it yet
   */
  serves?: number;
  host?: Host;
}

/** A machine that is paid for. */
interface Host {
  /** Second from which it takes copies. */
  readonly from: number;
  readonly copies: Copy[];
  credits: number;
  /** Second in which it lost the last of its copies. */
  emptySince?: number;
}

/** The system's own use of a machine, in percent: an estimate. */
const systemPercent = 3;

/** Copies of the app and the machines that carry them: a server is both at once, pods share the nodes that there are. */
export class Machines {
  private readonly copies: Copy[] = [];
  private readonly hosts: Host[] = [];

  constructor(private readonly fleet: Fleet) {
    const dayAgo = -86_400;
    const { nodes, initial, machine } = fleet;
    for (let node = 0; node < (nodes?.initial ?? 0); node++) this.launch(dayAgo);
    for (let copy = 0; copy < initial; copy++) this.add(dayAgo);
    for (const host of this.hosts) host.credits = machine.credits?.most ?? 0;
    for (const copy of this.copies) copy.serves = dayAgo;
  }

  /** Number of copies, whether they serve or not. */
  get wanted(): number {
    return this.copies.length;
  }

  /** Number of machines that are paid for. */
  get paid(): number {
    return this.hosts.length;
  }

  /** Number of copies that have got visits for so many seconds. */
  inServiceSince(second: number, seconds: number): number {
    return this.copies.filter(({ serves = Infinity }) => second - serves >= seconds).length;
  }

  /** Requests that all copies which serve answer in a second: those on one machine share its processors. */
  capacity(second: number): number {
    const { machine } = this.fleet;
    return this.hosts.reduce(
      (sum, host) => sum + this.processorsOf(host, second) * machine.requestsPerSecond,
      0,
    );
  }

  /** Use of one of its processors by a copy that serves, of all machines, in percent, where those that serve are busy for that share of the time. */
  processorPercent(second: number, share: number): number {
    const serving = this.inServiceSince(second, 0);
    if (serving === 0) return 0;
    return (100 * share * this.capacity(second)) / this.fleet.machine.requestsPerSecond / serving;
  }

  /** Use of a machine whose copies are all in service and busy for that share of the time, in percent. */
  percentOf(processors: number, share: number): number {
    return Math.min(systemPercent + (100 * share * processors) / this.fleet.machine.processors, 100);
  }

  /** Average use of all machines, in percent. */
  averagePercent(second: number, share: number): number {
    const all = this.hosts.map((host) => this.percentOf(this.processorsOf(host, second), share));
    return all.reduce((sum, percent) => sum + percent, 0) / all.length;
  }

  /** Earns and spends the credits of burstable machines for so many seconds; dollars that were taken beyond them. */
  account(second: number, seconds: number, share: number): number {
    const { credits, processors } = this.fleet.machine;
    if (!credits) return 0;
    let surplus = 0;
    for (const host of this.hosts) {
      const spent = (this.percentOf(this.processorsOf(host, second), share) / 100) * processors;
      const left = host.credits + (seconds / 60) * (credits.anHour / 60 - spent);
      surplus += Math.max(-left, 0);
      host.credits = Math.min(Math.max(left, 0), credits.most);
    }
    return (surplus / 60) * credits.usdPerProcessorHour;
  }

  /** Adds or removes copies until there are so many, and machines as far as they follow. */
  resize(second: number, wanted: number): void {
    while (this.copies.length < wanted) this.add(second);
    while (this.copies.length > wanted) this.remove(second);
    for (const copy of this.copies) if (copy.host === undefined) this.place(copy, second);
    this.dropEmpty(second);
  }

  private add(second: number): void {
    const copy = { asked: second };
    this.copies.push(copy);
    this.place(copy, second);
  }

  /** Where most room is, on a machine that runs before one that starts; on a new one where there is none. */
  private place(copy: Copy, second: number): void {
    const { nodes } = this.fleet;
    const host = nodes ? this.roomOn(nodes, second) : this.launch(second);
    if (!host) return;
    host.copies.push(copy);
    delete host.emptySince;
    copy.host = host;
    copy.serves = Math.max(second, host.from) + this.fleet.bootSeconds + this.fleet.healthSeconds;
  }

  private roomOn({ room, most, startSeconds }: Nodes, second: number): Host | undefined {
    const free = this.hosts.filter(({ copies }) => copies.length < room);
    const [best] = free.sort(
      (one, other) =>
        Number(one.from > second) - Number(other.from > second) || one.copies.length - other.copies.length,
    );
    return best ?? (this.hosts.length < most ? this.launch(second + startSeconds) : undefined);
  }

  private launch(from: number): Host {
    const host: Host = { from, copies: [], credits: 0 };
    this.hosts.push(host);
    return host;
  }

  /**
   * Servers: the oldest, which on both clouds is so where nothing else tells them apart. Pods: one that waits for room, then the newest of
   * the fullest node, as a ReplicaSet ranks them (https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/).
   */
  private remove(second: number): void {
    const { nodes } = this.fleet;
    const rank = ({ host }: Copy) => host?.copies.length ?? Infinity;
    const [gone] = nodes
      ? [...this.copies].sort((one, other) => rank(other) - rank(one) || other.asked - one.asked)
      : this.copies;
    this.copies.splice(this.copies.indexOf(gone!), 1);
    const { host } = gone!;
    if (!host) return;
    host.copies.splice(host.copies.indexOf(gone!), 1);
    if (host.copies.length === 0) host.emptySince = second;
  }

  private dropEmpty(second: number): void {
    const { nodes } = this.fleet;
    const patience = nodes?.emptySeconds ?? 0;
    for (const host of [...this.hosts])
      if (host.emptySince !== undefined && second - host.emptySince >= patience)
        this.hosts.splice(this.hosts.indexOf(host), 1);
  }

  /** Processors that copies in service use at the most. */
  private processorsOf({ copies }: Host, second: number): number {
    const { processes, processors } = this.fleet.machine;
    const serving = copies.filter(({ serves = Infinity }) => second >= serves).length;
    return Math.min(serving * processes, processors);
  }
}
