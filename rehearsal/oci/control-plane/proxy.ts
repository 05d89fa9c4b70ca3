import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { type ApiAnswer, ApiError, type ApiRequest, type Item } from "./http";

/** A key and a certificate that the proxy shows for every host, both PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/**
 * A forward proxy that ends TLS itself: every host that its clients ask for is answered by `handle`.
 *
 * The provider is sent here by `HTTPS_PROXY`, so that nothing in a stack names an address of a test.
 *
 * @returns its address, and what stops it
 */
export async function startProxy(
  identity: Identity,
  handle: (request: ApiRequest) => ApiAnswer,
): Promise<{ url: string; close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const api = createTlsServer(identity, (request, response) => void answer(request, response, handle));
  const proxy = createServer((_, response) => response.writeHead(405).end());
  proxy.on("connect", (_, socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    api.emit("connection", socket);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => proxy.close(() => resolve()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  handle: (request: ApiRequest) => ApiAnswer,
): Promise<void> {
  const { status, body, headers } = await attempt(request, handle);
  const raw = typeof body === "string" || Buffer.isBuffer(body);
  response.writeHead(status, {
    "opc-request-id": "test",
    ...(body !== undefined && !raw && { "content-type": "application/json" }),
    ...headers,
  });
  response.end(body === undefined || raw ? body : JSON.stringify(body));
}

async function attempt(
  request: IncomingMessage,
  handle: (request: ApiRequest) => ApiAnswer,
): Promise<ApiAnswer> {
  try {
    return handle(await read(request));
  } catch (error) {
    const { status, code, message } =
      error instanceof ApiError ? error : new ApiError(500, "InternalServerError", String(error));
    return { status, body: { code, message } };
  }
}

async function read(request: IncomingMessage): Promise<ApiRequest> {
  const { method = "GET", headers } = request;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://api");
  return {
    service: headers.host?.split(".")[0] ?? "",
    method,
    path: pathname.split("/").filter(Boolean).map(decodeURIComponent),
    query: searchParams,
    headers,
    bytes,
    body: headers["content-type"]?.startsWith("application/json") ? parse(bytes) : {},
  };
}

function parse(bytes: Buffer): Item {
  return bytes.length === 0 ? {} : (JSON.parse(bytes.toString("utf8")) as Item);
}
