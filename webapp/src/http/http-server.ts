import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { limitPipelining } from "./pipelining";
import { readBeforeEnd } from "./unread-body";

/** Largest header section, request line included, in bytes: what OCI's balancer takes of one header (8 KiB), and as much again. */
export const MAX_HEADER_BYTES = 16_384;
/** More than twice as many as the coalescer holds visitors; what they cost together is bounded by this. */
export const MAX_CONNECTIONS = 10_000;
/** Grace of a new connection without a request over an idle one, in milliseconds. */
const FRESH_MS = 1_000;
/** Interval at which Node.js looks for late requests, in milliseconds: so much later they are ended at most. */
const CHECK_MS = 5_000;

/** Scheme and authority of a target in absolute form. */
const AUTHORITY = /^https?:\/\/[^/?#]*/i;

/** A server of Node.js, with the limits that each connection has before a request of it is understood. */
export function createHttpServer(handler: RequestListener, keepAliveMs: number): Server {
  // Node.js counts a connection on which nothing was sent yet as a slow request, so these exceed the idle time too.
  const requestMs = keepAliveMs + FRESH_MS;
  const isWithinLimit = limitPipelining();
  const handle: RequestListener = (request, response) => {
    if (!isWithinLimit(request, response)) return;
    if (request.url?.charCodeAt(0) !== SLASH) request.url = originForm(request.url ?? "");
    if (hasBody(request)) readBeforeEnd(request, response);
    handler(request, response);
  };
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      keepAliveTimeout: keepAliveMs,
      headersTimeout: requestMs,
      requestTimeout: requestMs,
      connectionsCheckingInterval: CHECK_MS,
      // Of two `Host` headers Node.js would keep the first and say nothing.
      joinDuplicateHeaders: true,
    },
    handle,
  );
  // Without listeners Node.js would ask for a body that nobody reads, and answer an unknown expectation by itself.
  server.on("checkContinue", handle).on("checkExpectation", handle);
  // Ends connections whose client neither sends nor takes anything.
  server.setTimeout(requestMs);
  server.maxConnections = MAX_CONNECTIONS;
  return Object.assign(server, halfOpen);
}

const SLASH = "/".charCodeAt(0);

/** Whoever sends a request and ends its side of the connection still gets the answer. Node.js has no option for it, but this property. */
const halfOpen = { httpAllowHalfOpen: true };

/** The path and query of a target that a client addresses as it would to a proxy; any other target as it is. */
function originForm(url: string): string {
  if (!AUTHORITY.test(url)) return url;
  const rest = url.replace(AUTHORITY, "");
  return rest.startsWith("/") ? rest : `/${rest}`;
}

function hasBody({ headers }: IncomingMessage): boolean {
  const length = headers["content-length"];
  return (length !== undefined && length !== "0") || headers["transfer-encoding"] !== undefined;
}
