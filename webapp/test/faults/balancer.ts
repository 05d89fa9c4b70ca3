import {
  Agent,
  createServer,
  request as ask,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { ask as probe } from "./crowd";

/** Health checks of a balancer. */
export interface HealthCheck {
  /** Pause between two questions, in milliseconds. */
  readonly intervalMs: number;
  /** Longest that an answer may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Bad answers in a row after which a server gets no more requests. */
  readonly unhealthyThreshold: number;
  /** Good answers in a row after which it gets requests again. */
  readonly healthyThreshold: number;
}

interface Target {
  readonly url: string;
  readonly agent: Agent;
  healthy: boolean;
  streak: number;
}

/**
 * A balancer as the clouds have them: it keeps connections to its servers, asks for their health at an interval, takes
 * turns among those that are healthy, and never sends a request twice. What goes wrong between it and a server is a 502.
 */
export class Balancer {
  private readonly targets = new Set<Target>();
  private turn = 0;
  private over = false;

  private constructor(
    private readonly server: Server,
    private readonly check: HealthCheck,
  ) {
    server.on("request", (request, response) => this.forward(request, response));
  }

  /** Listens on a free port. */
  static listen(check: HealthCheck): Promise<Balancer> {
    const server = createServer({ keepAliveTimeout: 60_000 });
    return new Promise((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve(new Balancer(server, check))),
    );
  }

  /** Where visitors go. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Adds a server, which gets requests once it was healthy often enough. */
  register(url: string): void {
    const target = { url, agent: new Agent({ keepAlive: true }), healthy: false, streak: 0 };
    this.targets.add(target);
    void this.watch(target);
  }

  /** Sends a server no more requests; those that it has go on. */
  deregister(url: string): void {
    for (const target of this.targets) if (target.url === url) this.targets.delete(target);
  }

  /** Servers that get requests. */
  get inService(): string[] {
    return [...this.targets].filter(({ healthy }) => healthy).map(({ url }) => url);
  }

  /** Ends at once. */
  async stop(): Promise<void> {
    this.over = true;
    for (const { agent } of this.targets) agent.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async watch(target: Target): Promise<void> {
    const { intervalMs, timeoutMs, unhealthyThreshold, healthyThreshold } = this.check;
    while (!this.over && this.targets.has(target)) {
      const late = pause(timeoutMs, { status: 0 });
      const { status } = await Promise.race([probe(`${target.url}/health`), late]);
      target.streak = (status === 200) === target.healthy ? 0 : target.streak + 1;
      if (target.streak >= (target.healthy ? unhealthyThreshold : healthyThreshold)) {
        target.healthy = !target.healthy;
        target.streak = 0;
      }
      await pause(intervalMs);
    }
  }

  private forward(request: IncomingMessage, response: ServerResponse): void {
    const healthy = [...this.targets].filter((target) => target.healthy);
    const target = healthy[this.turn++ % healthy.length];
    if (target === undefined) return void response.writeHead(503).end();
    const { method, headers, url } = request;
    const onward = ask(`${target.url}${url}`, { method, headers, agent: target.agent }, (answer) => {
      const { connection: _, ...kept } = answer.headers;
      response.writeHead(answer.statusCode ?? 502, kept);
      answer.pipe(response);
    });
    onward.on("error", () => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end();
    });
    request.pipe(onward);
  }
}
