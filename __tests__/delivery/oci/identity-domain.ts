import { createPublicKey, createVerify, generateKeyPairSync, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Claims that a trust demands of a token. */
interface Trust {
  readonly issuer: string;
  readonly audience: string;
  readonly subjects: readonly string[];
}

type Claims = Readonly<Record<string, string | number>>;

const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** Signs a token as GitHub does. */
export function githubJwt(claims: Claims, key = keys.privateKey): string {
  const now = Math.floor(Date.now() / 1000);
  const signed = `${encoded({ alg: "RS256", typ: "JWT" })}.${encoded({ iat: now, exp: now + 300, ...claims })}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), key).toString("base64url")}`;
}

/**
 * A stand-in for an identity domain of OCI: it takes and refuses what Oracle's documentation of the token exchange says.
 *
 * @see https://docs.oracle.com/iaas/Content/Identity/api-getstarted/json_web_token_exchange.htm
 */
export class IdentityDomain {
  /** Public keys that sessions were opened for, as Base64 of their DER. */
  readonly sessions: string[] = [];

  private readonly server = createServer((request, response) => {
    this.answer(request, response).catch((error: Error) => response.destroy(error));
  });

  constructor(
    private readonly client: { readonly id: string; readonly secret: string },
    private readonly trust: Trust,
  ) {}

  async start(): Promise<string> {
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams(await text(request));
    const refused = this.refusal(request, form);
    if (refused) return respond(response, ...refused);
    this.sessions.push(form.get("public_key")!);
    respond(response, 200, { token: `upst-for-${this.sessions.length}` });
  }

  private refusal(request: IncomingMessage, form: URLSearchParams): [number, object] | undefined {
    if (request.method !== "POST" || request.url !== "/oauth2/v1/token") return [404, {}];
    const basic = Buffer.from(`${this.client.id}:${this.client.secret}`).toString("base64");
    if (request.headers.authorization !== `Basic ${basic}`)
      return [401, { error: "invalid_client", error_description: "Client authentication failed." }];
    if (form.get("grant_type") !== "urn:ietf:params:oauth:grant-type:token-exchange")
      return [400, { error: "unsupported_grant_type" }];
    const isKnown =
      form.get("requested_token_type") === "urn:oci:token-type:oci-upst" &&
      form.get("subject_token_type") === "jwt";
    if (!isKnown || !isPublicKey(form.get("public_key"))) return [400, { error: "invalid_request" }];
    return this.trusts(form.get("subject_token") ?? "") ? undefined : [400, { error: "invalid_grant" }];
  }

  private trusts(jwt: string): boolean {
    const [head = "", body = "", signature = ""] = jwt.split(".");
    const isSigned = createVerify("RSA-SHA256")
      .update(`${head}.${body}`)
      .verify(keys.publicKey, Buffer.from(signature, "base64url"));
    if (!isSigned) return false;
    const { iss, aud, sub, exp } = JSON.parse(Buffer.from(body, "base64url").toString()) as Claims;
    const { issuer, audience, subjects } = this.trust;
    return (
      iss === issuer && aud === audience && subjects.includes(String(sub)) && Number(exp) * 1000 > Date.now()
    );
  }
}

function isPublicKey(base64: string | null): boolean {
  try {
    createPublicKey({ key: Buffer.from(base64 ?? "", "base64"), format: "der", type: "spki" });
    return true;
  } catch {
    return false;
  }
}

function respond(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
