import { createHash, type KeyObject } from "node:crypto";
import { CommandError } from "../../commands/programs";

/** An application of an identity domain, which may exchange tokens. */
export interface Exchanger {
  /** Address of the domain, such as `https://idcs-….identity.oraclecloud.com`. */
  readonly domainUrl: string;
  /** Id of the application. */
  readonly clientId: string;
  /** Its secret, which opens nothing without a token that the domain trusts. */
  readonly clientSecret: string;
}

/**
 * Exchanges a token of GitHub's for one of OCI's (UPST), which acts for a service user for an hour and signs with a key of ours.
 *
 * @param exchanger who asks
 * @param subjectToken the job's token from GitHub
 * @param publicKey key whose other half will sign calls
 * @throws {CommandError} with the domain's reason, and neither token nor secret
 * @see https://docs.oracle.com/iaas/Content/Identity/api-getstarted/json_web_token_exchange.htm
 */
export async function exchange(
  exchanger: Exchanger,
  subjectToken: string,
  publicKey: KeyObject,
): Promise<string> {
  const { domainUrl, clientId, clientSecret } = exchanger;
  const url = new URL("/oauth2/v1/token", domainUrl);
  const answer = await fetch(url, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` },
    body: new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      requested_token_type: "urn:oci:token-type:oci-upst",
      subject_token: subjectToken,
      subject_token_type: "jwt",
      public_key: derOf(publicKey).toString("base64"),
    }),
    redirect: "error",
    signal: AbortSignal.timeout(30_000),
  }).catch((error: Error & { cause?: { code?: string } }) => {
    throw new CommandError(
      `the identity domain ${url.origin} does not answer (${error.cause?.code ?? error.message})`,
    );
  });
  const { token, error, error_description } = await fieldsOf(answer);
  if (answer.ok && token) return token;
  throw new CommandError(refusal(answer.status, error, error_description));
}

/** Fingerprint of a key, as OCI has it: MD5 of its public half. */
export function fingerprintOf(publicKey: KeyObject): string {
  const digest = createHash("md5").update(derOf(publicKey)).digest("hex");
  return digest.match(/../g)!.join(":");
}

function derOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: "spki", format: "der" });
}

interface Answered {
  readonly token?: string;
  readonly error?: string;
  readonly error_description?: string;
}

async function fieldsOf(answer: Response): Promise<Answered> {
  return (await answer.json().catch(() => ({}))) as Answered;
}

/** Advice about a refusal, by the codes of OAuth. */
const advice: Readonly<Record<string, string>> = {
  invalid_client: "the client id or its secret is wrong, or the application is not activated",
  unauthorized_client:
    "the application must have the grant type `client_credentials`, and be named by the trust",
  invalid_grant: "no trust takes this token: its issuer, its audience and its subject must be the trust's",
  invalid_request: "no active trust is about tokens of GitHub's, or the token has expired",
};

function refusal(status: number, error = "", description = ""): string {
  const why = advice[error] ?? "see the trust and the application in the identity domain";
  return `the identity domain refuses the exchange with ${status}${error && ` ${error}`}${description && ` (${description})`}: ${why}`;
}
