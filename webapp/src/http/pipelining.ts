import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Maximum number of pipelined requests that wait on one connection; browsers and balancers have one. */
export const MAX_PIPELINED = 32;

/** Code of the error that Node.js tells `clientError` of for each read of a connection whose further requests are not taken. */
export const PIPELINE_FULL = "HPE_CB_HEADERS_COMPLETE";

interface Queue {
  /** A response that was queued. */
  readonly mark: ServerResponse;
  /** Number of requests queued behind it. */
  behind: number;
}

/**
 * Makes a check that tells whether a request may be answered. The first that may not gets a 503, after which its connection ends;
 * what was sent after it is dropped.
 *
 * Node.js stops reading from a connection whose answers nobody takes, but only once there are answers: a thousand requests fit
 * into one read, and all of them would wait for the database. Responses of a connection are finished in their order, so those
 * behind one that is not finished are not finished either. A request that waits for no other has a socket in its response.
 */
export function limitPipelining(): (request: IncomingMessage, response: ServerResponse) => boolean {
  const queues = new WeakMap<Socket, Queue>();
  return ({ socket }, response) => {
    if (response.socket !== null) return true;
    const queue = queues.get(socket);
    if (queue === undefined || queue.mark.writableFinished) {
      queues.set(socket, { mark: response, behind: 0 });
      return true;
    }
    if (++queue.behind < MAX_PIPELINED) return true;
    dropRest(socket);
    response.writeHead(503, { connection: "close", "content-length": 0, "retry-after": "1" }).end();
    return false;
  };
}

/** Has Node.js make no requests of what else was read, which it would do to the last byte: its parser fails where this says so. */
function dropRest({ parser }: Socket & { readonly parser?: { onIncoming: () => number } | null }): void {
  if (parser) parser.onIncoming = () => -1;
}
