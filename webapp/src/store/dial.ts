import { withDeadline } from "../counting/deadline";
import { StoreError } from "./store";

/** Driver functions that open and close one connection. */
export interface Dialer<C> {
  /** Opens a connection; fails once `signal` is aborted, and leaves nothing open then. */
  dial(signal: AbortSignal): Promise<C>;
  /** Whether an idle connection is still good. */
  alive(connection: C): boolean;
  /** Ends a connection in order; hangs where the other end is gone. */
  hangUp(connection: C): Promise<void>;
  /** Closes a connection's socket at once. */
  cut(connection: C): void;
}

/** A connection that is being opened. */
export interface Attempt<C> {
  /** Resolves once statements can be sent. */
  readonly connection: Promise<C>;
  /** Whether the server said anything yet. */
  heard(): boolean;
  /** Closes the attempt's socket, whatever state it is in. */
  abandon(): void;
}

/** Time limit of a log-in, in milliseconds: RDS takes more than five seconds for one by token while it swaps. */
export const DIAL_MS = 10_000;
/**
 * Idle time before the first TCP keep-alive probe, in milliseconds.
 *
 * From then on Node.js has it ask each second, and give up after ten: https://docs.libuv.org/en/v1.x/tcp.html
 */
export const KEEP_ALIVE_MS = 20_000;
/** Silence of a server after which another connection is tried beside the first, in milliseconds. */
const SILENT_MS = 1_000;
/** Time limit for the other end to close a connection, in milliseconds. */
const HANG_UP_MS = 500;

/**
 * Opens a connection within `dialMs`.
 *
 * @param stop aborts it earlier
 * @throws {StoreError} `unavailable`, because nothing was sent over the connection yet
 */
export async function dial<C>(dialer: Dialer<C>, dialMs: number, stop = new AbortController()): Promise<C> {
  const late = () => stop.abort(new StoreError("unavailable", `the log-in took longer than ${dialMs} ms`));
  const limit = setTimeout(late, dialMs);
  const { signal } = stop;
  const connection = dialer.dial(signal);
  // Whoever hangs where no signal is heard, such as a source of credentials, may still come with a connection.
  connection.then(
    (late) => signal.aborted && dialer.cut(late),
    () => undefined,
  );
  try {
    return await Promise.race([connection, rejectedBy(signal)]);
  } finally {
    clearTimeout(limit);
  }
}

/** Ends a connection; a good-bye that nobody answers must not keep a server from stopping. */
export async function hangUp<C>(dialer: Dialer<C>, connection: C): Promise<void> {
  const late = () => new Error("no good-bye");
  await withDeadline(dialer.hangUp(connection), HANG_UP_MS, late).catch(() => dialer.cut(connection));
}

/**
 * Opens a connection by attempts that are begun while the server says nothing, and settles as the first of them does.
 *
 * The first attempt is waited for until `signal` is aborted: a server that is slow answers it in the end. A second one, renewed
 * every `silentMs`, finds a server that lost the first one, or that has another address since. Once a server has said
 * something it is there, and more log-ins would only make it slower.
 */
export function openConnection<C>(
  begin: () => Attempt<C>,
  signal: AbortSignal,
  silentMs = SILENT_MS,
): Promise<C> {
  const attempts: Attempt<C>[] = [];
  let again: NodeJS.Timeout | undefined;
  const connection = new Promise<C>((resolve, reject) => {
    const start = () => {
      const attempt = begin();
      attempts.push(attempt);
      attempt.connection.then(
        (opened) => {
          if (!attempts.includes(attempt)) return attempt.abandon();
          attempts.splice(attempts.indexOf(attempt), 1);
          resolve(opened);
        },
        (error: Error) => {
          if (attempts.includes(attempt)) reject(error);
        },
      );
    };
    const startAgain = () => {
      if (attempts.some((attempt) => attempt.heard())) return;
      attempts.splice(1).forEach((attempt) => attempt.abandon());
      start();
    };
    if (silentMs < Infinity) again = setInterval(startAgain, silentMs);
    start();
  });
  return Promise.race([connection, rejectedBy(signal)]).finally(() => {
    clearInterval(again);
    attempts.splice(0).forEach((attempt) => attempt.abandon());
  });
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
  });
}
