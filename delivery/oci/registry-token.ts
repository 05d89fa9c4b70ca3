import { type AuthenticationDetailsProvider, DefaultRequestSigner } from "oci-common";
import { CommandError } from "../../commands/programs";

/** Name that OCI Registry expects beside such a token in place of a user's. */
export const tokenUser = "BEARER_TOKEN";

/**
 * Asks OCI Registry for a token that stands for a password for about an hour, with any credentials of OCI's, a workflow's session among them:
 * https://www.ateam-oracle.com/authentication-mechanisms-for-oci-container-registry-ocir
 *
 * @param registry address of the registry, such as `https://iad.ocir.io`
 * @throws {CommandError} where it gives none
 */
export async function registryToken(
  provider: AuthenticationDetailsProvider,
  registry: string,
): Promise<string> {
  const uri = `${registry}/20180419/docker/token`;
  const request = { method: "GET" as const, uri, headers: new Headers() };
  await new DefaultRequestSigner(provider).signHttpRequest(request);
  const answer = await fetch(uri, { headers: request.headers, signal: AbortSignal.timeout(30_000) });
  const { token } = answer.ok ? ((await answer.json()) as { token?: string }) : {};
  if (!token) throw new CommandError(`${registry} answers ${answer.status} to the question for a token`);
  return token;
}
