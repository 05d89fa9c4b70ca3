import { connect, createServer, type Server } from "node:net";

/** Has a server listen. */
export function listen(server: Pick<Server, "listen" | "once">, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}

/** Leads connections from an address to a port on loopback, once so many were reset. */
export async function relay(port: number, host: string, to: number, resets = 0): Promise<void> {
  let connections = 0;
  const server = createServer((incoming) => {
    if (++connections <= resets) {
      incoming.resetAndDestroy();
      return;
    }
    const outgoing = connect(to, "127.0.0.1");
    incoming.pipe(outgoing).pipe(incoming);
    incoming.on("error", () => outgoing.destroy());
    outgoing.on("error", () => incoming.destroy());
  });
  await listen(server, port, host);
}

/** Does something after so many seconds, and ends this process where it fails. */
export function later(seconds = 0, work: () => Promise<void>): void {
  setTimeout(() => {
    work().catch((error: unknown) => {
      console.error(error);
      process.exit(1);
    });
  }, seconds * 1_000);
}
