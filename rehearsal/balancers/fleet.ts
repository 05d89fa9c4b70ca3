import type { Haproxy } from "./haproxy";
import { Server } from "./server";
import type { Settings } from "./settings";

/** Reason why a server was replaced. */
export type Cause = "gone" | "called ill" | "another release" | "fewer are needed";

/** All servers behind a balancer, and what became of them. */
export class Fleet {
  servers: Server[] = [];
  /** Servers that went, and why. */
  readonly ended: { readonly server: Server; readonly cause: Cause }[] = [];
  /** Which release servers are launched with from now on. */
  release = 0;
  private readonly ending = new Set<Promise<unknown>>();

  constructor(
    readonly settings: Settings,
    readonly balancer: Haproxy,
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Launches a server, which boots meanwhile. */
  launch(): Server {
    const server = new Server(this.release, performance.now());
    this.servers.push(server);
    this.run(this.boot(server));
    return server;
  }

  /** Lets a server go, as the cloud does: it gets no more visits, and then stops. */
  retire(server: Server, cause: Cause): void {
    this.forget(server, cause);
    this.run(this.end(server));
  }

  /** Takes a server whose machine is gone out of the books. */
  bury(server: Server, cause: Cause): void {
    this.forget(server, cause);
    if (server.name !== undefined) this.run(this.balancer.deregister(server.name));
  }

  /** Ends everything. */
  async stop(): Promise<void> {
    await Promise.all(this.servers.map((server) => server.kill()));
    await Promise.all(this.ending);
  }

  private forget(server: Server, cause: Cause): void {
    this.servers = this.servers.filter((other) => other !== server);
    this.ended.push({ server, cause });
  }

  private async boot(server: Server): Promise<void> {
    const { bootMs, environment } = this.settings.servers;
    await server.boot(this.folder, { ...this.environment, ...environment }, bootMs, this.balancer);
  }

  private async end(server: Server): Promise<void> {
    const { deregistrationMs } = this.settings;
    if (deregistrationMs > 0 && server.name !== undefined) {
      await this.balancer.drain(server.name);
      await new Promise((resolve) => setTimeout(resolve, deregistrationMs));
    }
    await server.shutDown();
    if (server.name !== undefined) await this.balancer.deregister(server.name);
  }

  private run(work: Promise<unknown>): void {
    this.ending.add(work);
    void work.finally(() => this.ending.delete(work));
  }
}
