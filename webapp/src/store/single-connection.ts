import { backoff } from "../counting/backoff";
import { withDeadline } from "../counting/deadline";
import { dial, DIAL_MS, type Dialer, hangUp } from "./dial";
import { StoreError, type StoreLoad } from "./store";

/** Time limits of each phase of an operation, and of a log-in. */
export interface SingleConnectionLimits {
  /** Waiting for the turn and for a connection, in milliseconds. */
  readonly waitMs: number;
  /** From sending a statement to its answer, in milliseconds. */
  readonly statementMs: number;
  /** Opening a connection, in milliseconds; it goes on when whoever waited for it is gone. */
  readonly dialMs: number;
}

/** Limits under which a visitor waits for two seconds at most. */
export const defaultLimits: SingleConnectionLimits = { waitMs: 1_000, statementMs: 1_000, dialMs: DIAL_MS };

/** Limits of a question that must be answered within a second, wait and answer together. */
export const pingLimits: SingleConnectionLimits = { waitMs: 450, statementMs: 450, dialMs: DIAL_MS };

/**
 * One connection that runs one statement at a time and is replaced when it breaks.
 *
 * A counter is one hot row, so the database serialises its updates anyway; a second connection
 * would only wait on the row's lock. Taking turns here instead of there gives each phase its own
 * limit, and tells a statement that was never sent from one whose answer was lost.
 */
export class SingleConnection<C> {
  private connection: Promise<C> | undefined;
  /** The same connection once it is open: whoever need not wait for it is spared the promises. */
  private ready: C | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  /** Number of users that have their turn or wait for it. */
  private users = 0;
  private failures = 0;
  /** Error of the last log-in, until one succeeds. */
  private trouble: unknown;
  /** Stops the log-in under way. */
  private stop: AbortController | undefined;
  private closed = false;

  constructor(
    private readonly dialer: Dialer<C>,
    private readonly limits: SingleConnectionLimits = defaultLimits,
  ) {}

  /** Load of this connection at the moment. */
  get load(): StoreLoad {
    return { connections: this.ready === undefined ? 0 : 1, statements: this.users };
  }

  /** Runs `statement` when its turn has come; `sound` tells an error that leaves the connection usable. */
  async use<T>(statement: (connection: C) => Promise<T>, sound: (error: unknown) => boolean): Promise<T> {
    if (this.closed) throw new StoreError("unavailable", "the store is closed");
    const { open, done } = this.takeTurn();
    try {
      const connection = open instanceof Promise ? await this.inTime(open) : open;
      return await this.run(connection, statement, sound);
    } finally {
      this.users--;
      done();
    }
  }

  /** Waits for the statement in flight and those before it, then closes the connection, or gives up the log-in under way. */
  async close(): Promise<void> {
    this.closed = true;
    await this.turn;
    this.stop?.abort(new StoreError("unavailable", "the store is closed"));
    await this.drop();
  }

  /** Queues behind the statements before; `done` must be called whatever happens. */
  private takeTurn(): { open: C | Promise<C>; done: () => void } {
    let done: () => void = () => undefined;
    const before = this.turn;
    const mine = new Promise<void>((resolve) => (done = resolve));
    if (this.users++ === 0 && this.ready !== undefined && this.dialer.alive(this.ready)) {
      this.turn = mine;
      return { open: this.ready, done };
    }
    this.turn = before.then(() => mine);
    return { open: before.then(() => this.open()), done };
  }

  private inTime(open: Promise<C>): Promise<C> {
    const { waitMs } = this.limits;
    return withDeadline(
      open,
      waitMs,
      () =>
        new StoreError("unavailable", `no connection to the database was free within ${waitMs} ms`, {
          cause: this.trouble,
        }),
    );
  }

  private async run<T>(
    connection: C,
    statement: (connection: C) => Promise<T>,
    sound: (error: unknown) => boolean,
  ): Promise<T> {
    const { statementMs } = this.limits;
    const late = () => new StoreError("uncertain", `the database did not answer within ${statementMs} ms`);
    try {
      return await withDeadline(statement(connection), statementMs, late);
    } catch (error) {
      if (!sound(error)) void this.drop();
      throw error;
    }
  }

  private async open(): Promise<C> {
    const idle = await this.connection?.catch(() => undefined);
    if (idle !== undefined && !this.dialer.alive(idle)) void this.drop();
    return (this.connection ??= this.dial());
  }

  private async dial(): Promise<C> {
    const stop = (this.stop = new AbortController());
    try {
      const connection = await dial(this.dialer, this.limits.dialMs, stop);
      this.failures = 0;
      this.trouble = undefined;
      return (this.ready = connection);
    } catch (error) {
      this.trouble = error;
      this.holdOff();
      throw error;
    } finally {
      this.stop = undefined;
    }
  }

  /** Keeps the failure as the answer for a moment, so that a crowd of visitors is not a crowd of log-ins. */
  private holdOff(): void {
    const failed = this.connection;
    const pause = backoff(this.failures++, { firstMs: 50, capMs: 500 });
    setTimeout(() => {
      if (this.connection === failed) this.connection = undefined;
    }, pause).unref();
  }

  private async drop(): Promise<void> {
    const connection = await this.forget();
    if (connection !== undefined) await hangUp(this.dialer, connection);
  }

  private forget(): Promise<C | undefined> {
    const { connection } = this;
    this.connection = this.ready = undefined;
    return connection === undefined ? Promise.resolve(undefined) : connection.catch(() => undefined);
  }
}

/**
 * Runs `statement` once for all who ask before it is sent: a crowd that reads is neither a queue nor a burden then.
 *
 * Whoever asks while it runs waits for the next one, because what it reads may be older than what they have seen already.
 */
export function shared<C, T>(
  line: SingleConnection<C>,
  statement: (connection: C) => Promise<T>,
  sound: (error: unknown) => boolean,
): () => Promise<T> {
  let next: Promise<T> | undefined;
  return () => {
    if (next !== undefined) return next;
    let sent = false;
    const answer = line.use((connection) => {
      sent = true;
      next = undefined;
      return statement(connection);
    }, sound);
    if (sent) return answer;
    next = answer;
    // One that was never sent fails for those who asked by then, and for nobody later.
    answer.catch(() => (next = next === answer ? undefined : next));
    return answer;
  };
}

/** Sum of the loads of several connections. */
export function loadOf(lines: readonly { readonly load: StoreLoad }[]): StoreLoad {
  const sum = (pick: (load: StoreLoad) => number) => lines.reduce((all, { load }) => all + pick(load), 0);
  return { connections: sum((load) => load.connections), statements: sum((load) => load.statements) };
}
