import { environmentFor } from "../../local/web-app";
import { Cluster } from "../../webapp/test/faults/cluster";
import { type Answer, Crowd } from "../../webapp/test/faults/crowd";
import { runArtifact, unpackArtifact, until } from "../../webapp/test/support/artifact";
import { administer } from "../../webapp/test/support/database";
import { jsonService } from "../../webapp/test/support/service";
import type { Seen } from "../simulation/fleet";
import { AutoScalingGroup, type Controller, InstancePool } from "./controllers";
import { Fleet } from "./fleet";
import { Haproxy } from "./haproxy";
import type { Settings } from "./settings";

/** A moment of a rehearsal. */
export interface Moment {
  readonly at: number;
  /** Servers that exist, and those that get visits. */
  readonly servers: number;
  readonly inService: number;
}

const secretArn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:rds!db-1-AbCdEf";
const appUser = "rehearsed";
const processors = 2;

/** Balancer, servers, their controller, a database and visitors, all on this machine. */
export class Stage {
  /** Answers to all requests. */
  readonly answers: Answer[] = [];
  readonly moments: Moment[] = [];
  private crowd: Crowd | undefined;
  /** First error of the balancer or a controller. */
  trouble: unknown;
  private readonly timers: NodeJS.Timeout[] = [];
  private before = { requests: new Map<string, number>(), seconds: 0, at: performance.now() };

  private constructor(
    readonly settings: Settings,
    readonly cluster: Cluster,
    readonly fleet: Fleet,
    readonly controller: Controller,
    private readonly secret: { password: string },
    private readonly stopRest: () => Promise<void>,
  ) {}

  /** Starts everything, and resolves once the fewest servers that there may be get visits. */
  static async open(settings: Settings): Promise<Stage> {
    const [cluster, artifact] = await Promise.all([Cluster.start({ tls: true }), unpackArtifact()]);
    const secret = { password: "canary-1" };
    await administer(cluster.address, `CREATE ROLE ${appUser} LOGIN SUPERUSER PASSWORD '${secret.password}'`);
    const vault = await jsonService(() => [
      200,
      { ARN: secretArn, SecretString: JSON.stringify({ username: appUser, ...secret }) },
    ]);
    const database = environmentFor(cluster.address);
    const migrated = await runArtifact(artifact.path, ["migrate"], database).ended;
    if (migrated !== 0) throw new Error(`migrate must end with 0, got ${migrated}`);
    const balancer = await Haproxy.start(settings);
    const { DB_USER: _, DB_PASSWORD: __, ...rest } = database;
    const fleet = new Fleet(settings, balancer, artifact.path, { ...rest, ...credentials(vault.url) });
    const { group } = settings;
    const controller =
      group.kind === "group" ? new AutoScalingGroup(fleet, group) : new InstancePool(fleet, group);
    const stage = new Stage(settings, cluster, fleet, controller, secret, async () => {
      await fleet.stop();
      await Promise.all([balancer.stop(), vault.stop(), cluster.stop()]);
      artifact.remove();
    });
    for (let count = settings.servers.min; count > 0; count--) fleet.launch();
    stage.every(250, () => stage.watch());
    stage.every(60_000 / settings.scale, () => stage.look());
    const served = () => (stage.moments.at(-1)?.inService ?? 0) >= settings.servers.min;
    try {
      await until(served, "the first servers get visits", 60_000);
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  /** Sends so many visitors, instead of those that are there. */
  async visit(visitors: number): Promise<void> {
    await this.leave();
    this.crowd = new Crowd([this.fleet.balancer.url], { visitors, pauseMs: 20 });
  }

  /** Calls the visitors back. */
  async leave(): Promise<void> {
    await this.crowd?.leave();
    this.answers.push(...(this.crowd?.answers ?? []));
    this.crowd = undefined;
  }

  /** Waits for so many seconds of the cloud. */
  async pass(seconds: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, (seconds * 1_000) / this.settings.scale));
  }

  /** Gives the app's user another password, in the database and then in its secret. */
  async rotate(): Promise<void> {
    const password = "canary-2";
    await administer(this.cluster.address, `ALTER ROLE ${appUser} PASSWORD '${password}'`);
    this.secret.password = password;
  }

  /** Visits that the database counted. */
  async visits(): Promise<number> {
    const [row] = await administer(this.cluster.address, "SELECT visits FROM counter");
    return Number(row?.visits);
  }

  /** Ends everything. */
  async close(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await this.leave();
    await this.stopRest();
    if (this.trouble !== undefined) throw this.trouble as Error;
  }

  private every(ms: number, act: () => Promise<void>): void {
    this.timers.push(setInterval(() => void act().catch((error: unknown) => (this.trouble ??= error)), ms));
  }

  private async watch(): Promise<void> {
    const inService = await this.fleet.balancer.inService();
    this.moments.push({
      at: performance.now(),
      servers: this.fleet.servers.length,
      inService: inService.size,
    });
  }

  private async look(): Promise<void> {
    const requests = await this.fleet.balancer.inService();
    this.controller.look(this.minute(requests), new Set(requests.keys()));
  }

  /** The cloud's metrics of the minute that has passed. */
  private minute(requests: ReadonlyMap<string, number>): Seen {
    const { servers } = this.fleet;
    const { scale } = this.settings;
    const now = performance.now();
    const passed = (now - this.before.at) / 1_000;
    const seconds = servers.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0);
    const came = [...requests].map(([name, count]) => count - (this.before.requests.get(name) ?? count));
    const cpu = (100 * Math.max(seconds - this.before.seconds, 0)) / (passed * processors * servers.length);
    this.before = { requests: new Map(requests), seconds, at: now };
    const perSecond = came.reduce((sum, count) => sum + count, 0) / passed / Math.max(came.length, 1);
    const inServiceSince = (age: number) =>
      servers.filter(({ bootedAt }) => now - bootedAt >= (age * 1_000) / scale).length;
    return {
      copies: servers.length,
      cpuPercent: cpu,
      cpuPercentSince: (age) => (inServiceSince(age) > 0 ? cpu : 0),
      processorPercent: cpu * processors,
      requestsPerCopy: perSecond * 60,
      inServiceSince,
    };
  }
}

function credentials(vault: string): NodeJS.ProcessEnv {
  return {
    DB_CREDENTIALS: "aws-secrets-manager",
    DB_SECRET_ARN: secretArn,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: vault,
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
  };
}
