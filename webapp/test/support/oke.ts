import { createPublicKey } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { serverCertificate } from "../../../local/certificates";
import { temporaryFolder } from "./database";

const region = "eu-frankfurt-1";
const vault = `secrets.vaults.${region}.oci.oraclecloud.com`;
const ingestion = `telemetry-ingestion.${region}.oraclecloud.com`;
const api = { host: "10.96.0.1", port: 12_250 };
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Result of a request. */
type Answer = readonly [status: number, body: string];

/** A request to OCI Monitoring, as it arrives. */
export type MetricPost = Pick<IncomingMessage, "method" | "url" | "headers"> & { readonly body: string };

/**
 * A pod of OKE, as far as the app asks for it: a service account's token, the cluster's own authority, the port of the API that
 * exchanges the one for an identity of OCI, a vault that admits that identity, and OCI Monitoring.
 */
export class OkePod {
  /** The service account's token that the cluster takes. */
  accountToken = "account-token";
  /** Secrets of the vault. */
  password = "of the vault";
  /** Statuses of the exchange, in turn; 200 once there are none left. */
  readonly refusals: number[] = [];
  /** Seconds for which a session is good. */
  sessionSeconds = 1_200;
  /** Claims of the sessions that the cluster gives: who the pod is. */
  claims: Readonly<Record<string, string>> = {};
  /** Number of sessions that it gave. */
  sessions = 0;
  /** Requests to OCI Monitoring so far. */
  readonly posts: MetricPost[] = [];
  /** What OCI Monitoring answers; one that never comes is a request that hangs. */
  answerMetrics: (post: MetricPost) => Answer | Promise<Answer> = () => [200, '{"failedMetricsCount":0}'];

  private readonly given = new Set<string>();

  private constructor(
    private readonly servers: readonly Server[],
    private readonly folder: { readonly path: string; remove(): void },
    private readonly ports: Readonly<Record<string, number>>,
  ) {}

  /** Starts one. */
  static async start(): Promise<OkePod> {
    const folder = temporaryFolder();
    // Two authorities: nobody but who reads the service account's folder knows the cluster's.
    const [ofCluster, ofServices] = await Promise.all([
      serverCertificate([{ type: "ip", value: api.host }]),
      serverCertificate([vault, ingestion].map((value) => ({ type: "dns", value }) as const)),
    ]);
    const serve = async (
      { certificate, key }: { certificate: string; key: string },
      answer: (request: IncomingMessage, body: string) => Answer | Promise<Answer>,
    ) => {
      const server = createServer({ cert: certificate, key }, (request, response) => {
        void (async () => {
          const [status, content] = await answer(request, await text(request));
          response.writeHead(status, { "content-type": "application/json" }).end(content);
        })();
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      return server;
    };
    const cluster = await serve(ofCluster, (request, body) => pod.exchange(request, body));
    const services = await serve(ofServices, (request, body) =>
      request.headers.host === ingestion ? pod.metrics(request, body) : pod.secret(request),
    );
    const port = (server: Server) => (server.address() as AddressInfo).port;
    const pod = new OkePod([cluster, services], folder, {
      [`${api.host}:${api.port}`]: port(cluster),
      [`${vault}:443`]: port(services),
      [`${ingestion}:443`]: port(services),
    });
    writeFileSync(path.join(folder.path, "ca.crt"), ofCluster.ca);
    writeFileSync(path.join(folder.path, "public.pem"), ofServices.ca);
    pod.mountToken(pod.accountToken);
    return pod;
  }

  /** Writes the token that the pod has. */
  mountToken(token: string): void {
    writeFileSync(path.join(this.folder.path, "token"), token);
  }

  /** Variables of a process in it, those of the app aside. */
  get environment(): Record<string, string> {
    const preloaded = ["elsewhere.mjs", "mounted.mjs"].map(
      (file) => `--import=${path.resolve(__dirname, file)}`,
    );
    return {
      NODE_OPTIONS: preloaded.join(" "),
      NODE_EXTRA_CA_CERTS: path.join(this.folder.path, "public.pem"),
      ELSEWHERE: JSON.stringify(this.ports),
      MOUNTED: JSON.stringify({ [serviceAccount]: this.folder.path }),
      KUBERNETES_SERVICE_HOST: api.host,
      KUBERNETES_SERVICE_PORT_PROXYMUX: String(api.port),
    };
  }

  /** Ends it. */
  async stop(): Promise<void> {
    for (const server of this.servers) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    this.folder.remove();
  }

  private exchange({ url, headers }: IncomingMessage, body: string): Answer {
    const [, podKey] = /"podKey":"(\S+)"/.exec(body) ?? [];
    if (url !== "/resourcePrincipalSessionTokens" || podKey === undefined) return [400, ""];
    if (headers.authorization !== `Bearer ${this.accountToken}`) return [401, ""];
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return [refusal, ""];
    this.sessions++;
    const token = sessionToken(podKey, this.sessionSeconds, this.claims);
    this.given.add(token);
    return [200, Buffer.from(JSON.stringify({ token: `ST$${token}` })).toString("base64")];
  }

  private metrics({ method, url, headers }: IncomingMessage, body: string): Answer | Promise<Answer> {
    const post = { method, url, headers, body };
    this.posts.push(post);
    return this.answerMetrics(post);
  }

  private secret({ url = "", headers: { authorization = "" } }: IncomingMessage): Answer {
    const id = /^\/20190301\/secretbundles\/([^?]+)/.exec(url)?.[1];
    const [, token = ""] = /keyId="ST\$([^"]+)"/.exec(authorization) ?? [];
    if (id === undefined || !this.given.has(token))
      return [404, JSON.stringify({ code: "NotAuthorizedOrNotFound", message: "no such secret" })];
    const content = Buffer.from(this.password).toString("base64");
    return [
      200,
      JSON.stringify({
        secretId: id,
        versionNumber: 3,
        secretBundleContent: { contentType: "BASE64", content },
      }),
    ];
  }
}

/** A session's token, with its end and, as those of OCI have it, the key that it goes with; nobody checks who signed it. */
function sessionToken(podKey: string, seconds: number, claims: Readonly<Record<string, string>>): string {
  const key = createPublicKey({ key: Buffer.from(podKey, "base64"), format: "der", type: "spki" });
  const exp = Math.floor(Date.now() / 1_000) + seconds;
  return [{ alg: "RS256" }, { exp, jwk: JSON.stringify(key.export({ format: "jwk" })), ...claims }]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .concat("c2lnbmF0dXJl")
    .join(".");
}
