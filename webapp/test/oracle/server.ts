import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, TLSSocket } from "node:tls";
import type { Postgres } from "../../../local/postgres";
import { Connection } from "./connection";
import { OracleDatabase } from "./database/database";
import { DatabaseSession } from "./database/database-session";
import { OraError } from "./database/ora-error";
import { installed, type Rules } from "./database/rules";
import { type Dialect, oracle23 } from "./dialect";
import type { ListenerAnswer, Meddling, Moment, OracleInstance } from "./instance";
import type { ConnectRequest } from "./net/packets";

/** Options of a test's server. */
export interface OracleServerOptions {
  /** Who keeps its data. */
  readonly postgres: Postgres;
  /** Name of its database there. */
  readonly name: string;
  /**
   * Dialect.
   *
   * @default oracle23
   */
  readonly dialect?: Dialect;
  /**
   * Rules that differ from those of a database as it is installed.
   *
   * @default - none
   */
  readonly rules?: Partial<Rules>;
  /**
   * Certificate and key as PEM, where it speaks TLS only.
   *
   * @default - it speaks TCP
   */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

/** The administrator of each server. */
export const administrator = { user: "ADMIN", password: "Neither-1-nor-the-other" };

/** A server side of Oracle Database's protocol, for the driver's thin mode: see README.md for what it proves, and what not. */
export class OracleServer implements OracleInstance {
  /** Dialect. */
  readonly dialect: Dialect;
  /** Its rules. */
  readonly rules: Rules;
  /** Answer of its listener. */
  listener: (request: ConnectRequest & { readonly descriptor: string }) => ListenerAnswer = () => "accept";
  /** Faults around statements; none unless a test says so. */
  meddle: ((moment: Moment) => Meddling | Promise<Meddling>) | undefined;
  /** Error of a log-in with the right password, because the instance starts or stops (1033, 1034, 1090). */
  closed: OraError | undefined;
  /** Number of connections so far. */
  attempts = 0;
  /** Every statement that came, as the driver sent it, known here or not. */
  readonly statements = new Set<string>();
  private readonly connections = new Set<Connection>();
  private readonly protocol: "tcp" | "tcps";
  /** Port on loopback, which stays the same. */
  port = 0;
  private sessions = 0;
  private frozen = false;

  private constructor(
    /** Its data and users. */
    readonly database: OracleDatabase,
    private readonly net: Server,
    { dialect = oracle23, rules, tls }: OracleServerOptions,
  ) {
    this.dialect = dialect;
    this.rules = { ...installed, ...rules };
    this.protocol = tls === undefined ? "tcp" : "tcps";
    net.on(tls === undefined ? "connection" : "secureConnection", (socket: Socket) => this.meet(socket));
  }

  /** Starts one with an empty database. */
  static async start(options: OracleServerOptions): Promise<OracleServer> {
    const { postgres, name, rules, tls } = options;
    const database = await OracleDatabase.create(postgres, name, administrator, { ...installed, ...rules });
    const net =
      tls === undefined
        ? createServer({ noDelay: true })
        : createTlsServer({ cert: tls.certificate, key: tls.key, noDelay: true });
    const server = new OracleServer(database, net, options);
    await server.listen();
    return server;
  }

  /** Connect string for the driver. */
  get connectString(): string {
    return `${this.protocol}://127.0.0.1:${this.port}/counter`;
  }

  /** Its address in the words of a connect descriptor. */
  get address(): string {
    return `(ADDRESS=(PROTOCOL=${this.protocol})(HOST=127.0.0.1)(PORT=${this.port}))`;
  }

  /** Connections whose users are logged in. */
  get loggedIn(): Connection[] {
    return [...this.connections].filter(({ conversation }) => conversation.session !== undefined);
  }

  /** Opens the session of a user whose password was right. */
  async open(user: string, id: number): Promise<DatabaseSession> {
    if (this.closed !== undefined) throw this.closed;
    if (this.loggedIn.length >= this.rules.sessions) throw new OraError(18);
    const client = await this.database.logIn(user);
    // A process of PostgreSQL that dies takes its session along, as a process of Oracle would.
    client.on("end", () => this.find(id)?.socket.destroy());
    return new DatabaseSession(this.database, client, user, this.dialect.missingPrivilege);
  }

  /** Ends all sessions: `ALTER SYSTEM KILL SESSION` (28), `SHUTDOWN IMMEDIATE` (1089). */
  async end(error: number): Promise<void> {
    await Promise.all(this.loggedIn.map((connection) => connection.end(error)));
  }

  /** Resets every connection, as a host that dies. */
  cut(): void {
    for (const { socket } of this.connections)
      // Node.js resets TCP only.
      if (socket instanceof TLSSocket) socket.destroy();
      else socket.resetAndDestroy();
  }

  /** Stands still: connections stay and are taken, and nobody says anything. */
  freeze(): void {
    this.frozen = true;
    for (const connection of this.connections) connection.freeze();
  }

  /** Goes on with what arrived meanwhile. */
  thaw(): void {
    this.frozen = false;
    for (const connection of this.connections) connection.thaw();
  }

  /** Takes no connection any more, and resets those that are there. */
  async refuse(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.net.close(() => resolve()));
    this.cut();
    await closed;
  }

  /** Takes connections, where it did before. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.net.listen(this.port, "127.0.0.1", () => resolve()));
    this.port = (this.net.address() as AddressInfo).port;
  }

  /** Ends everything; its database stays with PostgreSQL. */
  async stop(): Promise<void> {
    if (this.net.listening) await this.refuse();
    await this.database.close();
  }

  private meet(socket: Socket): void {
    this.attempts++;
    const connection = new Connection(this, socket, ++this.sessions);
    this.connections.add(connection);
    if (this.frozen) connection.freeze();
    socket.on("close", () => this.connections.delete(connection));
  }

  private find(id: number): Connection | undefined {
    return [...this.connections].find(({ conversation }) => conversation.id === id);
  }
}
