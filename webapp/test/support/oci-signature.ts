import { createHash, createPublicKey, verify } from "node:crypto";

/** A request to one of OCI's APIs that is signed with the key of a session. */
export interface SignedRequest {
  readonly method?: string | undefined;
  /** Path and query. */
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string | Buffer;
}

/** Claims of the session that a request names; undefined where it names none. */
export function claimsOf({ headers }: Pick<SignedRequest, "headers">): Record<string, unknown> | undefined {
  const [, claims] = field(headers, "keyId").split(".");
  if (claims === undefined || !field(headers, "keyId").startsWith("ST$ey")) return undefined;
  return JSON.parse(Buffer.from(claims, "base64url").toString("utf8")) as Record<string, unknown>;
}

/**
 * Whether the key of the session that a request names has signed it, and with it its body.
 *
 * https://docs.oracle.com/iaas/Content/API/Concepts/signingrequests.htm
 */
export function isSigned(request: SignedRequest): boolean {
  const { method = "", url = "", headers, body } = request;
  const signed = field(headers, "headers").toLowerCase().split(" ");
  const needed = ["(request-target)", "host", "content-type", "content-length", "x-content-sha256"];
  const dated = signed.includes("date") || signed.includes("x-date");
  if (!dated || !needed.every((name) => signed.includes(name))) return false;
  const lines = signed.map((name) =>
    name === "(request-target)"
      ? `${name}: ${method.toLowerCase()} ${url}`
      : `${name}: ${String(headers[name])}`,
  );
  const { jwk } = claimsOf(request) ?? {};
  const key = createPublicKey({ key: JSON.parse(String(jwk)) as object as never, format: "jwk" });
  return (
    headers["x-content-sha256"] === createHash("sha256").update(body).digest("base64") &&
    verify("sha256", Buffer.from(lines.join("\n")), key, Buffer.from(field(headers, "signature"), "base64"))
  );
}

function field(headers: SignedRequest["headers"], name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(String(headers.authorization))?.[1] ?? "";
}
