import type { Silence } from "../ask";

// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html for EC2's; each service has its own word.
const notPermitted =
  /^(AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|AuthorizationErrorException|NotAuthorized|UnauthorizedException)$/;
const notKnown =
  /^(CredentialsProviderError|TokenProviderError|ExpiredToken|ExpiredTokenException|RequestExpired|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|AuthFailure|IncompleteSignature|MissingAuthenticationToken)$/;
const notReached = /^(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN|TimeoutError)$/;

/** Tells from what the SDK threw why AWS did not answer. */
export function explain(error: unknown): Silence {
  const { name = "", code = "" } = (error ?? {}) as { name?: string; code?: string };
  if (notPermitted.test(name)) return "not permitted";
  if (notKnown.test(name)) return "not known";
  return notReached.test(code) || notReached.test(name) ? "not reached" : "other";
}
