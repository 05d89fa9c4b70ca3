import type { Seen } from "../simulation/fleet";
import { TargetTracking } from "../simulation/target-tracking";
import { ThresholdPolicy } from "../simulation/threshold-policy";
import type { Fleet } from "./fleet";
import type { Server } from "./server";
import type { GroupSettings, PoolSettings } from "./settings";

/** A cloud's controller of the number of servers, asked once in each of its minutes. */
export interface Controller {
  /** Looks at the servers, and launches and ends what it must. */
  look(seen: Seen, healthy: ReadonlySet<string>): void;
  /** Begins to replace all servers by those of another release. */
  replace(): void;
  /** Whether a replacement is under way. */
  readonly replacing: boolean;
}

/**
 * An Auto Scaling group.
 *
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/instance-maintenance-policy-overview-and-considerations.html and
 * https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-health-checks.html: a machine that is gone is replaced at once; one
 * that the balancer calls ill is replaced with the type `ELB` alone, after its grace period; a refresh launches up to the
 * greater percentage and ends a server when its successor has warmed up.
 */
export class AutoScalingGroup implements Controller {
  private desired: number;
  private readonly tracking: TargetTracking;

  constructor(
    private readonly fleet: Fleet,
    private readonly settings: GroupSettings,
  ) {
    const { servers, scale } = fleet.settings;
    this.desired = servers.min;
    this.tracking = new TargetTracking({
      ...servers,
      targets: settings.targets,
      warmUpSeconds: (settings.warmUpMs * scale) / 1_000,
    });
  }

  get replacing(): boolean {
    return this.fleet.servers.some((server) => this.isOld(server));
  }

  replace(): void {
    this.fleet.release++;
  }

  look(seen: Seen, healthy: ReadonlySet<string>): void {
    const { fleet, settings } = this;
    for (const server of fleet.servers.filter(({ runs }) => !runs)) fleet.bury(server, "gone");
    for (const server of fleet.servers.filter((one) => this.isCalledIll(one, healthy)))
      fleet.retire(server, "called ill");
    if (!this.replacing) this.desired = this.tracking.decide({ ...seen, copies: this.desired });
    const successors = fleet.servers.filter((server) => !this.isOld(server));
    const room = Math.floor((this.desired * settings.most) / 100) - fleet.servers.length;
    for (let count = Math.min(this.desired - successors.length, room); count > 0; count--) fleet.launch();
    this.endOld(Math.ceil((this.desired * settings.least) / 100));
    while (!this.replacing && fleet.servers.length > this.desired)
      fleet.retire(fleet.servers[0]!, "fewer are needed");
  }

  /** Ends servers of the release before while enough others are ready. */
  private endOld(least: number): void {
    const ready = this.fleet.servers.filter((server) => !this.isOld(server) && this.isWarm(server)).length;
    let others = this.fleet.servers.filter((server) => this.isOld(server));
    while (others.length > 0 && ready + others.length - 1 >= least && ready > 0) {
      this.fleet.retire(others[0]!, "another release");
      others = others.slice(1);
    }
  }

  private isOld(server: Server): boolean {
    return server.release < this.fleet.release;
  }

  private isWarm({ launchedAt, runs }: Server): boolean {
    return runs && performance.now() - launchedAt >= this.settings.warmUpMs;
  }

  private isCalledIll({ name, launchedAt }: Server, healthy: ReadonlySet<string>): boolean {
    const { healthCheckType, graceMs } = this.settings;
    if (healthCheckType !== "ELB" || performance.now() - launchedAt < graceMs) return false;
    return name === undefined || !healthy.has(name);
  }
}

/**
 * An instance pool, and Terraform, which makes another one beside it.
 *
 * https://docs.oracle.com/en-us/iaas/Content/Compute/Tasks/creatinginstancepool.htm: the balancer's word is for visits alone; a machine that is gone comes
 * back (`RESTORE_INSTANCE`). The new pool is looked at after each pause, and the old one goes when all of the new one's servers are healthy.
 */
export class InstancePool implements Controller {
  private readonly policy: ThresholdPolicy;
  private looks: number[] = [];
  private size: number;

  constructor(
    private readonly fleet: Fleet,
    private readonly settings: PoolSettings,
  ) {
    const { servers, scale } = fleet.settings;
    this.size = servers.min;
    const coolDownSeconds = (settings.coolDownMs * scale) / 1_000;
    this.policy = new ThresholdPolicy({ ...servers, rules: settings.rules, coolDownSeconds });
  }

  get replacing(): boolean {
    return this.fleet.servers.some(({ release }) => release < this.fleet.release);
  }

  replace(): void {
    this.fleet.release++;
    let at = performance.now();
    this.looks = this.settings.pausesMs.map((pauseMs) => (at += pauseMs));
    for (let count = this.size; count > 0; count--) this.fleet.launch();
  }

  look(seen: Seen, healthy: ReadonlySet<string>): void {
    const { fleet } = this;
    for (const server of fleet.servers.filter(({ runs }) => !runs)) {
      fleet.bury(server, "gone");
      fleet.launch();
    }
    if (this.replacing) return this.judge(healthy);
    this.size = this.policy.decide({ ...seen, copies: this.size });
    while (fleet.servers.length < this.size) fleet.launch();
    while (fleet.servers.length > this.size) fleet.retire(fleet.servers[0]!, "fewer are needed");
  }

  private judge(healthy: ReadonlySet<string>): void {
    if (this.looks.length === 0) throw new Error("the new pool must be healthy at the last look");
    if (performance.now() < this.looks[0]!) return;
    this.looks.shift();
    const { fleet } = this;
    const successors = fleet.servers.filter(({ release }) => release === fleet.release);
    if (!successors.every(({ name }) => name !== undefined && healthy.has(name))) return;
    for (const server of fleet.servers.filter((one) => !successors.includes(one)))
      fleet.retire(server, "another release");
  }
}
