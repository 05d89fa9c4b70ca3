import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path with its query. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** An answer as it goes over the wire. */
export interface WireAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** A server on this machine alone. */
export interface Server {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Starts a server that answers every request by one function; nothing that it answers is kept waiting for. */
export async function serve(answer: (request: WireRequest) => WireAnswer | undefined): Promise<Server> {
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then((request) => {
      const found = answer(request);
      // No answer at all is one, too: that of a service that hangs.
      if (found === undefined) return;
      outgoing.writeHead(found.status, { "content-type": found.contentType }).end(found.body);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function read(incoming: IncomingMessage): Promise<WireRequest> {
  const body = await buffer(incoming);
  const { method = "", url: target = "" } = incoming;
  return { method, target, headers: incoming.headers as Record<string, string>, body };
}
