import { connect, type Socket } from "node:net";

/** A connection of bytes, for requests that no client would send. */
export interface Raw {
  /** The socket, whose errors nobody minds. */
  readonly socket: Socket;
  /** Bytes received so far. */
  received(): string;
  /** Resolves when the connection is over, or rejects after `limitMs`. */
  over(limitMs?: number): Promise<void>;
}

/** Opens a connection to a server on loopback. */
export async function openRaw(origin: string): Promise<Raw> {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(origin).port) });
  let received = "";
  socket.setEncoding("latin1").on("data", (text: string) => (received += text));
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return {
    socket,
    received: () => received,
    over: (limitMs = 5_000) => within(closed, limitMs),
  };
}

/** Sends bytes, and resolves to all that comes back until the server hangs up. */
export async function exchange(origin: string, bytes: string | Buffer): Promise<string> {
  const raw = await openRaw(origin);
  raw.socket.write(bytes);
  await raw.over();
  return raw.received();
}

async function within(work: Promise<void>, limitMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not over after ${limitMs} ms`)), limitMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
