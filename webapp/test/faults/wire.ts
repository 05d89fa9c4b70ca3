import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** One connection through the wire: the app's end and the database's. */
interface Pair {
  readonly app: Socket;
  readonly database: Socket;
  /** Whether bytes still arrive; the ends do not hear of it when they do not. */
  carries: boolean;
  /** Until when the database's answers are kept back, but for the first one, on the clock of `performance.now()`. */
  readonly loggedInAt: number;
  /** Whether the database's first answer came. */
  answered: boolean;
}

/** Interventions in the connection. */
interface Grip {
  /** Passes the data on. */
  readonly pass: () => void;
  /** Resets the connection. */
  readonly cut: () => void;
  /** Tells the app something in the database's name, and ends the connection. */
  readonly tell: (message: Buffer) => void;
}

/** Sees every piece of data before it is passed on, and keeps it back by returning false. */
export type Tap = (data: Buffer, from: "app" | "database", grip: Grip) => boolean;

/** The error message with which PostgreSQL ends a connection. */
export function fatal(severity: "FATAL" | "PANIC", code: string): Buffer {
  const fields = Buffer.from(`S${severity}\0V${severity}\0C${code}\0Mout of order\0\0`);
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}

const carryAll: Tap = () => true;

/** A wire between the app and its database that fails as networks do. */
export class Wire {
  /** Port on loopback where the app finds what it takes for the database. */
  readonly port: number;
  /** Number of connections that the app made, or tried to make, so far. */
  attempts = 0;
  private readonly pairs = new Set<Pair>();
  private silent = false;
  private delayMs = 0;
  private logInMs = 0;
  private tap: Tap = carryAll;

  private constructor(
    private readonly server: Server,
    private target: number,
  ) {
    this.port = (server.address() as AddressInfo).port;
    server.on("connection", (socket) => this.join(socket));
  }

  /** Lays a wire to a port on loopback. */
  static to(port: number): Promise<Wire> {
    const server = createServer({ noDelay: true });
    return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(new Wire(server, port))));
  }

  /** Leads connections that are made from now on elsewhere, as a changed name does; those that are there stay. */
  leadTo(port: number): void {
    this.target = port;
  }

  /** Resets every connection. */
  cut(): void {
    for (const { app, database } of this.pairs) {
      app.resetAndDestroy();
      database.destroy();
    }
  }

  /** Loses every packet from now on: connections stay, new ones are taken, and nothing arrives. */
  swallow(): void {
    this.silent = true;
    this.forget();
  }

  /** Loses every packet of the connections that are there, as a firewall that forgot them; new ones work. */
  forget(): void {
    for (const pair of this.pairs) pair.carries = false;
  }

  /** Delays every packet, each way. */
  delay(ms: number): void {
    this.delayMs = ms;
  }

  /** Has the database take so long for each log-in from now on: it answers at once, and then lets the app wait. */
  slowLogIn(ms: number): void {
    this.logInMs = ms;
  }

  /** Connections of the app that are open. */
  get open(): number {
    return [...this.pairs].filter(({ app }) => !app.destroyed).length;
  }

  /** Has somebody look at every packet from now on. */
  listen(tap: Tap): void {
    this.tap = tap;
  }

  /** Resets every connection, and answers whoever connects from now on with this message instead of the database. */
  greet(message: Buffer): void {
    this.cut();
    this.tap = (_, from, { tell }) => from === "database" || (tell(message), false);
  }

  /** Lets everything through again; what a swallowed connection lost stays lost. */
  restore(): void {
    this.silent = false;
    this.delayMs = this.logInMs = 0;
    this.tap = carryAll;
  }

  /** Takes no connection any more and resets those that are there: the port is closed. */
  refuse(): Promise<void> {
    this.cut();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  /** Takes connections again after `refuse`, on the same port. */
  accept(): Promise<void> {
    return new Promise((resolve) => this.server.listen(this.port, "127.0.0.1", () => resolve()));
  }

  /** Takes the wire away. */
  async stop(): Promise<void> {
    if (this.server.listening) await this.refuse();
  }

  private join(app: Socket): void {
    this.attempts++;
    const database = connect({ port: this.target, host: "127.0.0.1", noDelay: true });
    const loggedInAt = performance.now() + this.logInMs;
    const pair: Pair = { app, database, carries: !this.silent, loggedInAt, answered: false };
    this.pairs.add(pair);
    this.carry(pair, "app");
    this.carry(pair, "database");
  }

  private carry(pair: Pair, from: "app" | "database"): void {
    const other = { app: pair.database, database: pair.app }[from];
    const source = pair[from];
    source.on("error", () => undefined).on("close", () => this.part(pair, other));
    source.on("data", (data: Buffer) => {
      const pass = () => void (pair.carries && other.write(data));
      if (!pair.carries || !this.tap(data, from, gripOf(pair, pass))) return;
      const waitMs = Math.max(this.delayMs, logInLeft(pair, from));
      if (waitMs <= 0) pass();
      else if (waitMs < Infinity) setTimeout(pass, waitMs);
    });
  }

  /** One end went: the other hears of it, unless the wire swallows that too. */
  private part(pair: Pair, other: Socket): void {
    if (pair.carries) other.destroy();
    if (pair.app.destroyed && pair.database.destroyed) this.pairs.delete(pair);
  }
}

/** Time for which an answer of the database is kept back because the log-in is not over. */
function logInLeft(pair: Pair, from: "app" | "database"): number {
  if (from === "app" || pair.loggedInAt <= 0) return 0;
  if (pair.answered) return pair.loggedInAt - performance.now();
  pair.answered = true;
  return 0;
}

function gripOf({ app, database }: Pair, pass: () => void): Grip {
  return {
    pass,
    cut() {
      app.resetAndDestroy();
      database.destroy();
    },
    tell(message) {
      app.end(message);
      database.destroy();
    },
  };
}
