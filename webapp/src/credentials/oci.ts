import {
  type AuthenticationDetailsProvider,
  InstancePrincipalsAuthenticationDetailsProviderBuilder,
} from "oci-common";
import { SecretsClient } from "oci-secrets";
import type { CredentialsConfig } from "../config/config";
import type { ReadCredentials } from ".";

/** How the vault is reached; a test puts a server of its own here. */
export interface VaultAccess {
  /** Who asks. */
  readonly provider: AuthenticationDetailsProvider;
  /**
   * Address of the service.
   *
   * @default - the region that the instance runs in
   */
  readonly endpoint?: string;
}

/** Takes the password from OCI Vault, with the identity of the instance that the app runs on. */
export async function open(
  { username, secretId }: Extract<CredentialsConfig, { source: "oci-vault" }>,
  access?: VaultAccess,
): Promise<ReadCredentials> {
  const { provider, endpoint } = access ?? { provider: await instancePrincipal() };
  const client = new SecretsClient({ authenticationDetailsProvider: provider });
  if (endpoint !== undefined) client.endpoint = endpoint;
  return async () => {
    const { secretBundle } = await client.getSecretBundle({ secretId });
    return {
      user: username,
      password: decode(secretId, secretBundle.secretBundleContent),
      version: `${secretId} ${secretBundle.versionNumber}`,
    };
  };
}

function instancePrincipal(): Promise<AuthenticationDetailsProvider> {
  return new InstancePrincipalsAuthenticationDetailsProviderBuilder().build();
}

function decode(secretId: string, bundle: object | undefined): string {
  const content = bundle && "content" in bundle ? bundle.content : undefined;
  const password = typeof content === "string" ? Buffer.from(content, "base64").toString("utf8") : "";
  if (password === "")
    throw new Error(`the secret ${secretId} must have base64 content; its content is not shown`);
  return password;
}
