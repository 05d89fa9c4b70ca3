import { readFileSync } from "node:fs";
import {
  type AuthenticationDetailsProvider,
  ConfigFileAuthenticationDetailsProvider,
  InstancePrincipalsAuthenticationDetailsProviderBuilder,
  ResourcePrincipalAuthenticationDetailsProvider,
  SessionAuthDetailProvider,
  SimpleAuthenticationDetailsProvider,
} from "oci-common";
import { PreflightError } from "../stack";

/** Credentials of the caller. */
export interface Credentials {
  readonly provider: AuthenticationDetailsProvider;
  /** OCID of the tenancy that the credentials are of; nothing where they do not say. */
  readonly tenancyId?: string;
  /** OCID of the user; nothing for who is none, such as an instance. */
  readonly userId?: string;
  /** Region that the credentials come with; nothing where they do not say. */
  readonly region?: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Finds the credentials where Terraform's provider finds them: by `TF_VAR_…` or `OCI_…`, or in `~/.oci/config`.
 *
 * https://registry.terraform.io/providers/oracle/oci/latest/docs: `auth`, and what each of its values takes.
 *
 * @throws {PreflightError} where there are none
 */
export async function credentials(environment: Environment = process.env): Promise<Credentials> {
  try {
    return await found((name) => environment[`TF_VAR_${name}`] ?? environment[`OCI_${name.toUpperCase()}`]);
  } catch (error) {
    throw new PreflightError(
      `nobody was asked, because no credentials of OCI were found: ${(error as Error).message.trim()}`,
    );
  }
}

type Setting = (name: string) => string | undefined;

async function found(setting: Setting): Promise<Credentials> {
  const auth = (setting("auth") ?? "ApiKey").toLowerCase();
  const profile = setting("config_file_profile");
  if (auth === "instanceprincipal")
    return { provider: await new InstancePrincipalsAuthenticationDetailsProviderBuilder().build() };
  if (auth === "resourceprincipal")
    return { provider: ResourcePrincipalAuthenticationDetailsProvider.builder() };
  if (auth === "securitytoken") return ofFile(new SessionAuthDetailProvider(undefined, profile));
  if (auth !== "apikey")
    throw new Error(
      `\`auth\` must be ApiKey, SecurityToken, InstancePrincipal or ResourcePrincipal here, got "${auth}"`,
    );
  return given(setting) ?? ofFile(new ConfigFileAuthenticationDetailsProvider(undefined, profile));
}

/** A user's key that is given by itself. */
function given(setting: Setting): Credentials | undefined {
  const [tenancyId, userId, fingerprint] = ["tenancy_ocid", "user_ocid", "fingerprint"].map(setting);
  const path = setting("private_key_path");
  const key = setting("private_key") ?? (path === undefined ? undefined : readFileSync(path, "utf8"));
  if (!tenancyId || !userId || !fingerprint || !key) return undefined;
  const passphrase = setting("private_key_password") ?? null;
  const provider = new SimpleAuthenticationDetailsProvider(tenancyId, userId, fingerprint, key, passphrase);
  return { provider, tenancyId, userId };
}

function ofFile(provider: ConfigFileAuthenticationDetailsProvider): Credentials {
  const userId = provider.getUser();
  return {
    provider,
    tenancyId: provider.getTenantId(),
    region: provider.getRegion().regionId,
    // A session's user is within its token.
    ...(userId.startsWith("ocid1.user.") && { userId }),
  };
}
