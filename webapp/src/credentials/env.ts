import type { CredentialsConfig } from "../config/database-config";
import type { ReadCredentials } from "./credentials";

/** Takes the credentials from the environment: for a database on this machine and for tests. */
export function open({ username, password }: Extract<CredentialsConfig, { source: "env" }>): ReadCredentials {
  return () => Promise.resolve({ user: username, password });
}
