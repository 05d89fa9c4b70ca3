import { type IncomingMessage, STATUS_CODES, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { PIPELINE_FULL } from "./pipelining";

/** Limits of a body that is read and dropped, in milliseconds. */
export interface UnreadLimits {
  /** Until the answer is sent although the body has not ended. */
  readonly answerMs: number;
  /** Until the connection is ended. */
  readonly endMs: number;
}

/** Limits under which a balancer hears something before it takes a server for dead, and nobody holds a connection by sending for ever. */
export const unreadLimits: UnreadLimits = { answerMs: 10_000, endMs: 20_000 };

/** Functions that send the answer which a connection holds back. */
const heldBack = new WeakMap<Socket, () => void>();

/**
 * Holds back the answer to a request with a body until the body has been read and dropped.
 *
 * Whoever closes a connection with bytes in it that nobody read resets it, and a reset takes away what the other side has not read
 * yet: a balancer that still sends the body would never see the answer, and tell its visitor 502. An answer before the end of a
 * body is allowed, but takes balancers that stream out of step. A client that waits to be asked for its body is answered at once.
 */
export function readBeforeEnd(
  request: IncomingMessage,
  response: ServerResponse,
  limits: UnreadLimits = unreadLimits,
): void {
  const { socket } = request;
  const end = response.end.bind(response);
  let pending: unknown;
  const answer = () => {
    if (pending === undefined) response.flushHeaders();
    else response.write(pending);
    pending = undefined;
  };
  response.end = (body?: unknown) => {
    pending = typeof body === "function" ? undefined : (body ?? undefined);
    const early = setTimeout(answer, request.headers.expect === undefined ? limits.answerMs : 0).unref();
    const late = setTimeout(() => end(() => socket.destroySoon()), limits.endMs).unref();
    // A body ends and its request closes, and a fault of the connection may come before either.
    let finished = false;
    const finish = () => {
      if (finished) return;
      finished = true;
      clearTimeout(early);
      clearTimeout(late);
      heldBack.delete(socket);
      end(pending);
    };
    heldBack.set(socket, finish);
    if (request.destroyed) finish();
    else request.resume().once("end", finish).once("close", finish);
    return response;
  };
}

/** Fewer than a request that was understood gets: there is none to answer. */
const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/**
 * Answers bytes that are no request and hangs up once their sender has, or after a while. It logs nothing: who sends such bytes
 * must not fill the log.
 */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  // Node.js tells of each read after the first error again, and drops it.
  if (socket.writableEnded || error.code === PIPELINE_FULL) return;
  if (!socket.writable || error.code === "ECONNRESET") return void socket.destroy(error);
  const status = statuses[error.code ?? ""] ?? 400;
  const answer = heldBack.get(socket);
  if (answer !== undefined) answer();
  else if (!isAnswering(socket))
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    );
  socket.end();
  setTimeout(() => socket.destroy(error), unreadLimits.endMs).unref();
}

/** Whether an answer has begun, which another one would be taken for a part of. Only Node.js knows, and its own handler looks here. */
function isAnswering(socket: Socket & { _httpMessage?: ServerResponse | null }): boolean {
  return socket._httpMessage?.headersSent === true;
}
