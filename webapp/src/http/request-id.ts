import type { IncomingMessage } from "node:http";

/** Pattern of an id that may be logged: nothing that could end a line or fill it. */
const SANE = /^[\w=;:.+/@-]{1,128}$/;

const MAX = 2 ** 31;

/**
 * Names requests as the balancer does, so that its log and ours can be read together; those that it did not name get an id of our own.
 *
 * @param header lower-case name of the header in which the balancer says so; without one no header is believed, as it would be a visitor's
 */
export function requestIds(header?: string): (request: Pick<IncomingMessage, "headers">) => string {
  let last = 0;
  return ({ headers }) => {
    const given = header === undefined ? undefined : headers[header];
    if (typeof given === "string" && SANE.test(given)) return given;
    last = (last + 1) % MAX;
    return `req-${last.toString(36)}`;
  };
}
