import { writeFileSync } from "node:fs";
import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import * as x509 from "@peculiar/x509";
import { serverCertificate, type ServerCertificate } from "../../../local/certificates";
import { temporaryFolder } from "./database";

const region = "eu-frankfurt-1";
const auth = `auth.${region}.oraclecloud.com`;
const vault = `secrets.vaults.${region}.oci.oraclecloud.com`;
const metadata = "169.254.169.254";

/** Secrets of a vault: each that is set again has another version, whatever it holds. */
class Secrets extends Map<string, string> {
  private readonly versions = new Map<string, number>();

  override set(id: string, content: string): this {
    this.versions.set(id, this.versionOf(id) + 1);
    return super.set(id, content);
  }

  /** Number of the current version; 0 where there is none. */
  versionOf(id: string): number {
    return this.versions.get(id) ?? 0;
  }
}

/** An instance in OCI, as far as the SDK asks for it: metadata, tokens for its identity, and the secrets that it may read. */
export class OciInstance {
  /** Secrets by their OCID; others are refused. */
  readonly secrets = new Secrets();
  /** Number of requests for a secret. */
  questions = 0;

  private constructor(
    private readonly plain: Server,
    private readonly secure: Server,
    private readonly identity: { certificate: string; key: string },
    /** Certificate for loopback and the services, and its authority. */
    readonly tls: ServerCertificate,
    private readonly folder: { readonly path: string; remove(): void },
  ) {}

  /**
   * Starts one.
   *
   * @param more names of hosts that its certificate is for besides the services
   */
  static async start(...more: readonly string[]): Promise<OciInstance> {
    const names = [auth, vault, ...more].map((value) => ({ type: "dns", value }) as const);
    const tls = await serverCertificate([...names, { type: "ip", value: "127.0.0.1" }]);
    const answer: RequestListener = (request, response) => {
      const [status, body] = instance.answer(`${request.headers.host}${request.url}`);
      request.resume();
      response.writeHead(status, {
        "content-type": typeof body === "string" ? "text/plain" : "application/json",
      });
      response.end(typeof body === "string" ? body : JSON.stringify(body));
    };
    const [plain, secure] = [
      createHttpServer(answer),
      createHttpsServer({ cert: tls.certificate, key: tls.key }, answer),
    ];
    const folder = temporaryFolder();
    const instance = new OciInstance(plain, secure, await identity(), tls, folder);
    await Promise.all(
      [plain, secure].map((server) => new Promise<void>((go) => server.listen(0, "127.0.0.1", go))),
    );
    writeFileSync(path.join(folder.path, "ca.pem"), tls.ca);
    return instance;
  }

  /** Variables of a command that runs on it. */
  get environment(): NodeJS.ProcessEnv {
    const port = (server: Server) => (server.address() as AddressInfo).port;
    const preload = path.resolve(__dirname, "elsewhere.mjs");
    return {
      NODE_OPTIONS: `--import=${preload}`,
      NODE_EXTRA_CA_CERTS: path.join(this.folder.path, "ca.pem"),
      ELSEWHERE: JSON.stringify({
        [`${metadata}:80`]: port(this.plain),
        [`${auth}:443`]: port(this.secure),
        [`${vault}:443`]: port(this.secure),
      }),
    };
  }

  /** Ends it. */
  async stop(): Promise<void> {
    for (const server of [this.plain, this.secure]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    this.folder.remove();
  }

  private answer(url: string): readonly [number, unknown] {
    switch (url) {
      case `${metadata}/opc/v2/instance/region`:
        return [200, region];
      case `${metadata}/opc/v2/identity/cert.pem`:
      case `${metadata}/opc/v2/identity/intermediate.pem`:
        return [200, this.identity.certificate];
      case `${metadata}/opc/v2/identity/key.pem`:
        return [200, this.identity.key];
      case `${auth}/v1/x509`:
        return [200, { token: token() }];
    }
    const secretId = decodeURIComponent(
      new RegExp(`^${vault}/20190301/secretbundles/([^?]+)`).exec(url)?.[1] ?? "",
    );
    const secret = this.secrets.get(secretId);
    this.questions++;
    if (secret === undefined) return [404, { code: "NotAuthorizedOrNotFound", message: "no such secret" }];
    const content = Buffer.from(secret).toString("base64");
    const versionNumber = this.secrets.versionOf(secretId);
    return [200, { secretId, versionNumber, secretBundleContent: { contentType: "BASE64", content } }];
  }
}

/** Certificate of the instance, which names its tenancy. */
async function identity(): Promise<{ certificate: string; key: string }> {
  x509.cryptoProvider.set(globalThis.crypto);
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-256",
    modulusLength: 2_048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await globalThis.crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=ocid1.instance.oc1..example, OU=opc-tenant:ocid1.tenancy.oc1..example",
    keys,
    signingAlgorithm: algorithm,
    notBefore: new Date(Date.now() - 3_600_000),
    notAfter: new Date(Date.now() + 24 * 3_600_000),
  });
  const key = await globalThis.crypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificate: certificate.toString("pem"), key: x509.PemConverter.encode(key, "PRIVATE KEY") };
}

/** A token that nobody checks but for its end. */
function token(): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return [part({ alg: "RS256" }), part({ exp: Math.floor(Date.now() / 1_000) + 1_200 }), "c2lnbmF0dXJl"].join(
    ".",
  );
}
