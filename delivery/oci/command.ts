import { appendFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { CommandError } from "../../commands/programs";
import { audience, githubToken, openSession, type Session } from "./session";

/** Opens a session as the environment's variables say. */
export async function openOciSession(): Promise<void> {
  const session = sessionFrom(process.env);
  const file = await openSession(session, await githubToken(audience));
  console.log(`session: profile ${session.profile} in ${file}, for an hour`);
  const lines = Object.entries(variablesOf(session)).map(([name, value]) => `${name}=${value}\n`);
  if (process.env.GITHUB_ENV) appendFileSync(process.env.GITHUB_ENV, lines.join(""));
  else console.log(lines.map((line) => `export ${line}`).join(""));
}

/**
 * Variables by which Terraform finds the session. The provider reads names in capitals, the backend `oci` those of its arguments as
 * they are written (`getEnvSettingWithDefault` in internal/backend/remote-state/oci/util.go of hashicorp/terraform).
 */
export function variablesOf({
  profile,
  region,
}: Pick<Session, "profile" | "region">): Readonly<Record<string, string>> {
  return {
    OCI_AUTH: "SecurityToken",
    OCI_CONFIG_FILE_PROFILE: profile,
    OCI_auth: "SecurityToken",
    OCI_config_file_profile: profile,
    OCI_region: region,
    OCI_CLI_AUTH: "security_token",
    OCI_CLI_PROFILE: profile,
  };
}

/**
 * Reads which session is meant.
 *
 * @throws {CommandError} for the first variable that is missing
 */
export function sessionFrom(env: NodeJS.ProcessEnv): Session {
  const given = (name: string) => {
    const value = env[name];
    if (value) return value;
    throw new CommandError(`\`${name}\` must be set, got nothing: docs/delivery.md says where it comes from`);
  };
  return {
    exchanger: {
      domainUrl: given("OCI_DOMAIN_URL"),
      clientId: given("OCI_CLIENT_ID"),
      clientSecret: given("OCI_CLIENT_SECRET"),
    },
    tenancyOcid: given("OCI_TENANCY_OCID"),
    region: given("OCI_REGION"),
    profile: env.OCI_CONFIG_FILE_PROFILE || "DEFAULT",
    folder: path.join(env.HOME ?? homedir(), ".oci"),
  };
}
