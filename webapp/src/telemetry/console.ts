import { format } from "node:util";
import type { FastifyBaseLogger } from "fastify";

/**
 * Makes what SDKs print, and what Node.js warns of, lines of the log.
 *
 * OCI's SDK writes its retries to the console and AWS's warns through the process; a log of JSON
 * lines must not be broken by either.
 */
export function adoptConsole(log: FastifyBaseLogger): void {
  console.debug = console.log = console.info = (...args: unknown[]) => log.info(format(...args));
  console.warn = console.error = (...args: unknown[]) => log.warn(format(...args));
  process
    .removeAllListeners("warning")
    .on("warning", (warning) => log.warn({ err: warning }, "warning of Node.js"));
}
