import type { IncomingMessage } from "node:http";

/** What an id may look like that is worth a place in a log: nothing that could end a line or fill it. */
const SANE = /^[\w=;:.+/@-]{1,128}$/;

const MAX = 2 ** 31;
let last = 0;

/**
 * The id under which the balancer knows a request, so that its log and ours can be read together; else one of our own.
 *
 * AWS writes `X-Amzn-Trace-Id`, OCI `X-Request-Id`.
 */
export function requestId({ headers }: Pick<IncomingMessage, "headers">): string {
  const given = headers["x-amzn-trace-id"] ?? headers["x-request-id"];
  if (typeof given === "string" && SANE.test(given)) return given;
  last = (last + 1) % MAX;
  return `req-${last.toString(36)}`;
}
