import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import * as z from "zod";
import type { CredentialsConfig } from "../config/database-config";
import { giveUpMs, type ReadCredentials } from "./credentials";

/** The only two keys of a secret that RDS manages. */
const secret = z.object({ username: z.string().min(1), password: z.string().min(1) });

/** Takes the credentials from AWS Secrets Manager, in the secret's own region, with the server's own identity. */
export function open({
  secretArn,
}: Extract<CredentialsConfig, { source: "aws-secrets-manager" }>): ReadCredentials {
  const client = new SecretsManagerClient({ region: secretArn.split(":")[3] ?? "" });
  return async () => {
    // Whoever asks gives up by then; a request that hangs on would keep its socket.
    const abortSignal = AbortSignal.timeout(giveUpMs);
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }), {
      abortSignal,
    });
    const { username, password } = parse(secretArn, SecretString);
    return { user: username, password };
  };
}

/** Parses without ever quoting the secret: both parsers' own messages would. */
function parse(secretArn: string, content: string | undefined): z.output<typeof secret> {
  try {
    return secret.parse(JSON.parse(content ?? ""));
  } catch {
    throw new Error(
      `the secret ${secretArn} must be JSON with \`username\` and \`password\`; its content is not shown`,
    );
  }
}
