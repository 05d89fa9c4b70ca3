import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { type Guarded, startGuarded } from "../../local/guarded";
import { freePort } from "../../local/loopback";
import { until } from "../../webapp/test/support/artifact";
import { temporaryFolder } from "../../webapp/test/support/database";
import type { Settings } from "./settings";

const slots = 24;

/**
 * HAProxy as a stack configures its balancer: it asks for the health of its servers, sends no request a second time, keeps
 * connections to servers as long as the cloud's balancer does, and takes turns.
 *
 * @param socket where it takes commands
 */
export function configuration(settings: Settings, port: number, socket: string): string {
  const { check, idleMs, serverIdleMs, headerBytes, sticky } = settings;
  const ms = (time: number) => `${Math.round(time)}ms`;
  return `global
  nbthread 1
  tune.bufsize ${headerBytes}
  stats socket ${socket} mode 600 level admin
defaults
  mode http
  retries 0
  timeout connect 5s
  timeout client ${ms(idleMs)}
  timeout server ${ms(idleMs)}
  timeout http-keep-alive ${ms(idleMs)}
  timeout check ${ms(check.timeoutMs)}
listen web
  bind 127.0.0.1:${port}
  balance roundrobin
  http-reuse always
  option httpchk GET ${check.path}
  http-check expect status ${check.status}
${sticky ? "  cookie balancer insert indirect nocache\n" : ""}  default-server check inter ${ms(check.intervalMs)} rise ${check.healthy} fall ${check.ill} pool-purge-delay ${ms(serverIdleMs)}
  server-template web 1-${slots} 127.0.0.1:1 disabled
`;
}

/** A running HAProxy, whose servers come and go by its commands. */
export class Haproxy {
  private readonly free = Array.from({ length: slots }, (_, index) => `web${index + 1}`);

  private constructor(
    /** Where visitors go. */
    readonly url: string,
    private readonly child: Guarded,
    private readonly folder: { path: string; remove(): void },
  ) {}

  /** Starts it without a server. */
  static async start(settings: Settings): Promise<Haproxy> {
    const folder = temporaryFolder();
    const port = await freePort();
    const file = path.join(folder.path, "haproxy.cfg");
    writeFileSync(file, configuration(settings, port, path.join(folder.path, "socket")));
    const child = startGuarded(["haproxy", "-f", file], { signal: "TERM", env: process.env });
    let said = "";
    child.process.stderr?.on("data", (bytes) => (said += String(bytes)));
    const haproxy = new Haproxy(`http://127.0.0.1:${port}`, child, folder);
    const answers = () => haproxy.command("show info").then(Boolean, () => false);
    let ended = false;
    void child.ended.then(() => (ended = true));
    await until(async () => ended || (await answers()), "haproxy listens");
    if (ended) throw new Error(`haproxy did not start:\n${said}`);
    return haproxy;
  }

  /** Registers a server, which gets visits once it was healthy often enough; resolves to its name. */
  async register(url: string): Promise<string> {
    const name = this.free.shift();
    if (name === undefined) throw new RangeError(`there must be at most ${slots} servers`);
    const { hostname, port } = new URL(url);
    await this.command(`set server web/${name} addr ${hostname} port ${port}`);
    // In one go: what comes back from maintenance counts as healthy.
    await this.command(`set server web/${name} state ready; set server web/${name} health down`);
    return name;
  }

  /** Sends a server no more requests; those that it has go on. */
  async drain(name: string): Promise<void> {
    await this.command(`set server web/${name} state drain`);
  }

  /** Forgets a server. */
  async deregister(name: string): Promise<void> {
    await this.command(`set server web/${name} state maint`);
    this.free.push(name);
  }

  /** Names of the servers that get visits, and requests that each got so far. */
  async inService(): Promise<ReadonlyMap<string, number>> {
    const lines = (await this.command("show stat")).split("\n").map((line) => line.split(","));
    const head = lines[0]!;
    const [status, requests] = ["status", "stot"].map((name) => head.indexOf(name)) as [number, number];
    const up = lines.filter((cells) => /^web\d/.test(cells[1] ?? "") && /^UP/.test(cells[status] ?? ""));
    return new Map(up.map((cells) => [cells[1]!, Number(cells[requests])]));
  }

  /** Ends it. */
  async stop(): Promise<void> {
    await this.child.stop();
    this.folder.remove();
  }

  private async command(line: string): Promise<string> {
    const socket = connect(path.join(this.folder.path, "socket"));
    socket.write(`${line}\n`);
    return text(socket);
  }
}
