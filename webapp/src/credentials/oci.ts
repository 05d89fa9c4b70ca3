import {
  type AuthenticationDetailsProvider,
  InstancePrincipalsAuthenticationDetailsProviderBuilder,
  Region,
} from "oci-common";
import { SecretsClient } from "oci-secrets";
import type { CredentialsConfig } from "../config/database-config";
import type { ReadCredentials } from "./credentials";
import { WorkloadIdentity } from "./workload-identity";

/** Endpoint and principal of the vault; tests have a server of their own here. */
export interface VaultAccess {
  /** Principal that signs the requests. */
  readonly provider: AuthenticationDetailsProvider;
  /**
   * Address of the service.
   *
   * @default - the region that the instance runs in
   */
  readonly endpoint?: string;
}

/** Takes the password from OCI Vault, with the identity of the instance that the app runs on, or of its workload on OKE. */
export async function open(
  { username, secretId, workloadRegion }: Extract<CredentialsConfig, { source: "oci-vault" }>,
  access?: VaultAccess,
): Promise<ReadCredentials> {
  const { provider, endpoint } = access ?? { provider: await identity(workloadRegion) };
  const client = new SecretsClient({ authenticationDetailsProvider: provider });
  // An instance knows where it is; the identity of a workload names no place.
  if (workloadRegion !== undefined) client.region = Region.fromRegionId(workloadRegion);
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

async function identity(workloadRegion: string | undefined): Promise<AuthenticationDetailsProvider> {
  if (workloadRegion !== undefined) return WorkloadIdentity.open();
  return new InstancePrincipalsAuthenticationDetailsProviderBuilder().build();
}

function decode(secretId: string, bundle: object | undefined): string {
  const content = bundle && "content" in bundle ? bundle.content : undefined;
  const password = typeof content === "string" ? Buffer.from(content, "base64").toString("utf8") : "";
  if (password === "")
    throw new Error(`the secret ${secretId} must have base64 content; its content is not shown`);
  return password;
}
