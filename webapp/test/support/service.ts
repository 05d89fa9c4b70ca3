import { createServer, type IncomingMessage } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import { text } from "node:stream/consumers";

/** A service on loopback that answers over HTTP. */
export interface Service {
  /** Where it listens. */
  readonly url: string;
  /** Stops it at once. */
  stop(): Promise<void>;
}

/** A request to a service. */
export interface Question {
  /** The request. */
  readonly request: IncomingMessage;
  /** Its body. */
  readonly body: string;
}

/** Answers each question with a status and JSON, or lets it hang. */
export async function jsonService(
  answer: (question: Question) => readonly [number, unknown] | undefined,
): Promise<Service> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const reply = answer({ request, body });
      if (reply === undefined) return;
      const [status, content] = reply;
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
    });
  });
  await listen(server);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

/** Does something to each raw connection; resolves to the port. */
export async function rawService(
  greet: (socket: Socket) => void,
): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket.on("error", () => undefined));
    greet(socket);
  });
  await listen(server);
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise(
        (resolve) => (sockets.forEach((socket) => socket.destroy()), server.close(() => resolve())),
      ),
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
}
