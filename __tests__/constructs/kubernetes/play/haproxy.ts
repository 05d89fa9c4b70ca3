import { connect } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { type Proxy, proxy } from "../../../../webapp/test/support/proxy";

/** A real HAProxy whose servers come and go while it runs, as targets of a balancer in a cloud do. */
export class Balancer {
  private constructor(
    private readonly running: Proxy,
    private readonly socket: string,
    private readonly ports: readonly number[],
  ) {}

  /**
   * Starts one that knows some ports and sends nobody there yet.
   *
   * @param healthPath what it asks those for that are registered, by itself
   */
  static async start(healthPath: string, ports: readonly number[]): Promise<Balancer> {
    let socket = "";
    const configuration = (port: number, servers: readonly string[], folder: string) => {
      socket = path.join(folder, "admin");
      return `global
  stats socket ${socket} level admin
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  # A request that went wrong is not tried elsewhere: visitors would not see that it did.
  retries 0
listen web
  bind 127.0.0.1:${port}
  http-reuse always
  option httpchk GET ${healthPath}
  default-server check inter 300ms rise 2 fall 2 disabled
${servers.map((server, index) => `  server pod${index} ${server}`).join("\n")}
`;
    };
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    return new Balancer(await proxy("haproxy", configuration, ...urls), socket, ports);
  }

  /** Where visitors go. */
  get url(): string {
    return this.running.url;
  }

  /** Sends visitors to a port, or no new ones. */
  async register(port: number, registered: boolean): Promise<void> {
    const state = registered ? "ready" : "drain";
    const connection = connect(this.socket);
    connection.end(`set server web/pod${this.ports.indexOf(port)} state ${state}\n`);
    const answer = (await text(connection)).trim();
    if (answer !== "") throw new Error(answer);
  }

  /** Ends it. */
  stop(): Promise<void> {
    return this.running.stop();
  }
}
