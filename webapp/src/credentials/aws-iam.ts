import { Signer } from "@aws-sdk/rds-signer";
import type { CredentialsConfig } from "../config/database-config";
import type { ReadCredentials } from "./credentials";

/** RDS takes a token for 15 minutes; a log-in under way must not outlive it. */
const VALID_MS = 14 * 60_000;

/**
 * Signs a token with the server's own identity: RDS takes it for a password, for 15 minutes and for this user only.
 * Signing asks nobody but the instance for its identity, so no service has to answer before a log-in.
 */
export function open({
  username,
  region,
  host,
  port,
}: Extract<CredentialsConfig, { source: "aws-iam" }>): ReadCredentials {
  const signer = new Signer({ hostname: host, port, username, region });
  return async () => ({ user: username, password: await signer.getAuthToken(), validMs: VALID_MS });
}
