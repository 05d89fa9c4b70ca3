/** Settings of a stack's load balancer and Auto Scaling group. */
export interface GroupSettings {
  readonly desired: number;
  /** Seconds between two questions of the load balancer, and equal answers in a row that it believes. */
  readonly interval: number;
  readonly threshold: number;
  readonly healthCheckType: "EC2" | "ELB";
  readonly graceSeconds: number;
  readonly warmUpSeconds: number;
  readonly refreshWarmUpSeconds: number;
  /** Percentages of `desired`; without a policy Auto Scaling terminates first and launches then. */
  readonly policy?: { readonly min: number; readonly max: number };
  /** Seconds after which a server that was never healthy ends itself; `Infinity` where it never does. */
  readonly firstBootSeconds: number;
}

/** Events of the group, by the second. */
export interface Events {
  readonly seconds: number;
  readonly databaseIsThere?: (second: number) => boolean;
  /** Whether what this server runs can work at all; `release` counts the refreshes before it. */
  readonly works?: (server: { readonly id: number; readonly release: number }) => boolean;
  /** When an instance refresh starts. */
  readonly refreshAt?: number;
}

/** A server that went. */
export interface Ended {
  readonly id: number;
  readonly release: number;
  readonly second: number;
  /** Healthy servers that were left. */
  readonly healthyLeft: number;
}

/** Outcome. */
export interface Course {
  readonly ended: readonly Ended[];
  /** Seconds in which some visitor would not have been answered. */
  readonly failed: readonly number[];
  /** Releases that the servers run in the end. */
  readonly releases: readonly number[];
  readonly mostServers: number;
}

interface Server {
  readonly id: number;
  readonly release: number;
  readonly launched: number;
  running: boolean;
  wasHealthy: boolean;
  target: "initial" | "healthy" | "unhealthy";
  streak: number;
  marked: boolean;
}

// From a launch to `InService`, to the first answer, and from one look of Auto Scaling at its servers to the next: estimates.
const pendingSeconds = 30;
const bootSeconds = 120;
const lookSeconds = 60;

/**
 * Plays what Auto Scaling and the load balancer do by their documentation, second by second.
 *
 * - https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-maintenance-policy-overview-and-considerations.html: without a
 *   policy a failed health check terminates and launches; with one, an instance counts once it passed its first health check and its
 *   warm-up. One that does not run any more is replaced at once, whatever the policy.
 * - https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html: what was marked never recovers, and
 *   the load balancer's word counts with the type `ELB` only, after the grace period.
 * - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html: a new target needs one good
 *   answer; with no healthy target at all, every one gets visits.
 */
export function play(settings: GroupSettings, events: Events): Course {
  const group = new Group(settings, events);
  for (let second = 0; second < events.seconds; second++) group.pass(second);
  return group.course;
}

class Group {
  private servers: Server[] = [];
  private readonly ended: Ended[] = [];
  private readonly failed: number[] = [];
  private launched = 0;
  private release = 0;
  private mostServers = 0;
  private now = 0;

  constructor(
    private readonly settings: GroupSettings,
    private readonly events: Events,
  ) {
    // They have been there for an hour.
    for (let index = 0; index < settings.desired; index++) {
      this.launch(-3600);
      Object.assign(this.servers[index]!, { wasHealthy: true, target: "healthy" });
    }
  }

  get course(): Course {
    const { ended, failed, servers, mostServers } = this;
    return { ended, failed, releases: servers.map(({ release }) => release).sort(), mostServers };
  }

  pass(second: number): void {
    this.now = second;
    if (second === this.events.refreshAt) this.release++;
    for (const server of this.servers) this.live(server);
    if (this.servers.some((server) => this.visited(server) && !this.answers(server)) || !this.servers.length)
      this.failed.push(second);
    if (second % lookSeconds === 0) this.look();
    this.mostServers = Math.max(this.mostServers, this.servers.length);
  }

  private live(server: Server): void {
    const age = this.now - server.launched;
    if (this.answers(server)) server.wasHealthy = true;
    if (!server.wasHealthy && age >= this.settings.firstBootSeconds) server.running = false;
    if (age < pendingSeconds || age % this.settings.interval !== 0) return;
    const good = this.answers(server);
    const changes = server.target === "initial" || good !== (server.target === "healthy");
    server.streak = changes ? server.streak + 1 : 0;
    const first = server.target === "initial" && good;
    if (first || server.streak >= this.settings.threshold) {
      server.target = good ? "healthy" : "unhealthy";
      server.streak = 0;
    }
  }

  private answers(server: Server): boolean {
    const { works = () => true, databaseIsThere = () => true } = this.events;
    const booted = this.now - server.launched >= bootSeconds;
    return server.running && booted && works(server) && databaseIsThere(this.now);
  }

  private visited(server: Server): boolean {
    if (this.now - server.launched < pendingSeconds) return false;
    return server.target === "healthy" || !this.servers.some(({ target }) => target === "healthy");
  }

  /** Auto Scaling looks at its servers: marks, ends, launches. */
  private look(): void {
    const { desired, policy, healthCheckType, graceSeconds } = this.settings;
    for (const server of this.servers) {
      const judged = healthCheckType === "ELB" && this.now - server.launched >= graceSeconds;
      if (!server.running || (judged && server.target === "unhealthy")) server.marked = true;
    }
    for (const server of this.servers.filter(({ running, marked }) => !running || (marked && !policy)))
      this.end(server);
    const wanted = this.servers.filter(({ marked, release }) => marked || release < this.release).length;
    const { min, max } = policy ?? { min: 100, max: 200 };
    // "In service and healthy, or pending".
    const counted = this.servers.filter(({ marked }) => !marked).length;
    const missing = Math.max(desired - this.servers.length, 0);
    const room = Math.floor((desired * max) / 100) - counted;
    const successors = this.servers.filter((one) => !one.marked && one.release === this.release).length;
    for (
      let count = Math.min(Math.max(missing, wanted > 0 ? desired - successors : 0), room);
      count > 0;
      count--
    )
      this.launch(this.now);
    for (const server of this.servers.filter((one) => one.marked || one.release < this.release))
      if (this.ready(server) - (server.marked ? 0 : 1) >= Math.ceil((desired * min) / 100)) this.end(server);
  }

  /** Number of servers that are ready to stand in for `server`, it among them while it is healthy. */
  private ready(server: Server): number {
    const { warmUpSeconds, refreshWarmUpSeconds, healthCheckType } = this.settings;
    return this.servers.filter((one) => {
      const outdated = server.release < one.release;
      const age = this.now - one.launched - pendingSeconds;
      const passed = healthCheckType === "EC2" || one.target === "healthy";
      return !one.marked && passed && age >= (outdated ? refreshWarmUpSeconds : warmUpSeconds);
    }).length;
  }

  private launch(second: number): void {
    this.servers.push({
      id: this.launched++,
      release: this.release,
      launched: second,
      running: true,
      wasHealthy: false,
      target: "initial",
      streak: 0,
      marked: false,
    });
  }

  private end(server: Server): void {
    this.servers = this.servers.filter((other) => other !== server);
    const healthyLeft = this.servers.filter((other) => this.answers(other)).length;
    this.ended.push({ id: server.id, release: server.release, second: this.now, healthyLeft });
  }
}
