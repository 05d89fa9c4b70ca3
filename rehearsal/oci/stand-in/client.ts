import { request as connect } from "node:http";
import { Agent, request } from "node:https";
import type { Socket } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { connect as secure } from "node:tls";
import type { Item } from "./state";

/** Answer of an API. */
export interface Answer {
  /** JSON of the body; nothing where it is none. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** What a request has beside its method and its place. */
export interface Sent {
  readonly body?: Item | Buffer;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An error that an API answered. */
export class ApiFault extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(`${status}-${code}, ${message}`);
  }
}

/** Milliseconds between two questions for the same; the provider waits for seconds, and OCI for minutes. */
export const pause = 250;
// The provider's default for what may pass (oracle/terraform-provider-oci 8.28.0, internal/tfresource/retry.go).
const patience = 120_000;
const final = /InvalidatedRetryToken|BucketNotEmpty/;

/** Asks OCI's APIs over TLS, through the proxy of the environment, and asks again where the provider does. */
export class Client {
  private readonly agent: Agent;

  /**
   * @param proxy address of the proxy
   * @param keyId id of the key in the header of a signature; the signature itself is missing, and nobody here reads it
   * @param region of the hosts
   */
  constructor(
    proxy: string,
    private readonly keyId: string,
    private readonly region: string,
  ) {
    this.agent = new Agent({ keepAlive: true });
    const { hostname, port } = new URL(proxy);
    const tunnel = (options: { host?: string }, made: (error: Error | null, socket?: Socket) => void) => {
      connect({ host: hostname, port, method: "CONNECT", path: `${options.host}:443`, agent: false })
        .on("connect", (_, socket: Socket) => {
          // As with the provider's own setting for a certificate that no authority signed.
          made(null, secure({ socket, servername: options.host, rejectUnauthorized: false }));
        })
        .on("error", made)
        .end();
    };
    Object.assign(this.agent, { createConnection: tunnel });
  }

  /**
   * Sends a request until it is answered for good.
   *
   * @param place service and path, such as `iaas 20160918/vcns`; a whole host in the place of the service
   * @throws {ApiFault} for what an API refuses
   */
  async call(method: string, place: string, sent: Sent = {}): Promise<Answer> {
    const until = Date.now() + patience;
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(method, place, sent);
      } catch (error) {
        const again = error instanceof ApiFault && [409, 429, 500, 503].includes(error.status);
        if (!again || final.test(error.message) || Date.now() > until) throw error;
        await wait(pause * Math.min(attempt, 4));
      }
    }
  }

  private once(method: string, place: string, { body, query = {}, headers = {} }: Sent): Promise<Answer> {
    const [service = "", path = ""] = place.split(" ");
    const host = service.includes(".") ? service : `${service}.${this.region}.oraclecloud.com`;
    const search = new URLSearchParams(query).toString();
    const bytes = body === undefined || Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
    return new Promise((resolve, reject) => {
      const options = {
        agent: this.agent,
        method,
        host,
        path: `/${path}${search && `?${search}`}`,
        headers: {
          authorization: `Signature version="1",keyId="${this.keyId}",algorithm="rsa-sha256"`,
          ...(body !== undefined && !Buffer.isBuffer(body) && { "content-type": "application/json" }),
          ...(bytes && { "content-length": String(bytes.length) }),
          ...headers,
        },
      };
      request(options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const { statusCode = 0, headers } = response;
          const text = Buffer.concat(chunks).toString();
          const said: unknown = headers["content-type"]?.startsWith("application/json")
            ? JSON.parse(text || "null")
            : undefined;
          if (statusCode < 400) resolve({ body: said, headers });
          else {
            const { code = "", message = text } = (said ?? {}) as { code?: string; message?: string };
            reject(new ApiFault(statusCode, code, message));
          }
        });
      })
        .on("error", reject)
        .end(bytes);
    });
  }

  /** Closes connections. */
  close(): void {
    this.agent.destroy();
  }
}
