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
const api = { host: "10.96.0.1", port: 12_250 };
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Result of a request. */
type Answer = readonly [status: number, body: string];

/**
 * A pod of OKE, as far as the SDK asks for it: a service account's token, the cluster's own authority, the port of the API that
 * exchanges the one for an identity of OCI, and a vault that admits that identity.
 */
export class OkePod {
  /** The service account's token that the cluster takes. */
  accountToken = "account-token";
  /** Secrets of the vault. */
  password = "of the vault";
  /** Statuses of the exchange, in turn; 200 once there are none left. */
  readonly refusals: number[] = [];

  private constructor(
    private readonly servers: readonly Server[],
    private readonly folder: { readonly path: string; remove(): void },
    private readonly ports: Readonly<Record<string, number>>,
  ) {}

  /** Starts one. */
  static async start(): Promise<OkePod> {
    const folder = temporaryFolder();
    // Two authorities: nobody but who reads the service account's folder knows the cluster's.
    const [ofCluster, ofVault] = await Promise.all([
      serverCertificate([{ type: "ip", value: api.host }]),
      serverCertificate([{ type: "dns", value: vault }]),
    ]);
    const serve = async (
      { certificate, key }: { certificate: string; key: string },
      answer: (request: IncomingMessage, body: string) => Answer,
    ) => {
      const server = createServer({ cert: certificate, key }, (request, response) => {
        void text(request).then((body) => {
          const [status, content] = answer(request, body);
          response.writeHead(status, { "content-type": "application/json" }).end(content);
        });
      });
      await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
      return server;
    };
    const cluster = await serve(ofCluster, (request, body) => pod.exchange(request, body));
    const secrets = await serve(ofVault, (request) => pod.secret(request));
    const port = (server: Server) => (server.address() as AddressInfo).port;
    const pod = new OkePod([cluster, secrets], folder, {
      [`${api.host}:${api.port}`]: port(cluster),
      [`${vault}:443`]: port(secrets),
    });
    writeFileSync(path.join(folder.path, "ca.crt"), ofCluster.ca);
    writeFileSync(path.join(folder.path, "public.pem"), ofVault.ca);
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
    if (url !== "/resourcePrincipalSessionTokens" || !/"podKey":"\S+"/.test(body)) return [400, ""];
    if (headers.authorization !== `Bearer ${this.accountToken}`) return [401, ""];
    const refusal = this.refusals.shift();
    if (refusal !== undefined) return [refusal, ""];
    return [200, Buffer.from(JSON.stringify({ token: `ST$${sessionToken}` })).toString("base64")];
  }

  private secret({ url = "", headers: { authorization = "" } }: IncomingMessage): Answer {
    const id = /^\/20190301\/secretbundles\/([^?]+)/.exec(url)?.[1];
    if (id === undefined || !authorization.includes(`keyId="ST$${sessionToken}"`))
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

/** A session's token that nobody checks but for its end. */
const sessionToken = [{ alg: "RS256" }, { exp: Math.floor(Date.now() / 1_000) + 1_200 }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .concat("c2lnbmF0dXJl")
  .join(".");
