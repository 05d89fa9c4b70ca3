import { createServer } from "node:net";

/** This machine's addresses of its own; one may have either alone. */
const addresses = ["127.0.0.1", "::1"];

/** The address that servers of this machine listen on: 127.0.0.1, or ::1 where there is no other. */
export async function loopback(): Promise<string> {
  for (const address of addresses) if (typeof (await listen(0, address)) === "number") return address;
  throw new Error(`one of the addresses ${addresses.join(" and ")} must exist, but this machine has neither`);
}

/** Whether nobody listens on the port of any address that `localhost` may mean. */
export async function isFree(port: number): Promise<boolean> {
  const outcomes = await Promise.all(addresses.map((address) => listen(port, address)));
  return outcomes.includes(port) && !outcomes.includes("EADDRINUSE") && !outcomes.includes("EACCES");
}

/** A port that was free on loopback a moment ago. */
export async function freePort(): Promise<number> {
  const port = await listen(0, await loopback());
  if (typeof port !== "number") throw new Error(`no port of loopback is free: ${port}`);
  return port;
}

/** Listens for a moment: the port, or the code of the error that says why not. */
function listen(port: number, host: string): Promise<number | string> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code }: NodeJS.ErrnoException) => resolve(code ?? "unknown"));
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}
