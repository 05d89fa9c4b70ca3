import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { Socket } from "node:net";
import { KEEP_ALIVE_MS } from "./dial";

/**
 * The sockets that a call of the driver opens.
 *
 * In thin mode the driver has no limit for a log-in once the network connection is made, and hands out nothing that could end
 * one before it has succeeded. Node.js tells of each socket that is opened, and whoever opened it is known by its context.
 */
export class Sockets {
  private readonly sockets = new Set<Socket>();
  private destroyed = false;

  /** Runs `call`, and keeps the sockets that it opens. */
  async keep<T>(call: () => Promise<T>): Promise<T> {
    calls++;
    try {
      return await opener.run(this, call);
    } finally {
      // Before Node.js 24 contexts are carried by a hook on every promise, which visits should not pay for.
      if (--calls === 0) opener.disable();
    }
  }

  /** Whether the other end of any of them said something. */
  heard(): boolean {
    return [...this.sockets].some(({ bytesRead }) => bytesRead > 0);
  }

  /** Closes them at once, and those that are opened later as well. */
  destroy(): void {
    this.destroyed = true;
    for (const socket of this.sockets) socket.destroy();
  }

  /** Adds one. */
  add(socket: Socket): void {
    this.sockets.add(socket);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
    if (this.destroyed) socket.destroy();
  }
}

let calls = 0;
const opener = new AsyncLocalStorage<Sockets>();

subscribe("net.client.socket", (message) => opener.getStore()?.add((message as { socket: Socket }).socket));
