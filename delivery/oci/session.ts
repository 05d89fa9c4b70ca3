import { generateKeyPairSync } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { CommandError } from "../../commands/programs";
import { exchange, type Exchanger, fingerprintOf } from "./exchange";

/** Audience of GitHub's tokens that the trust demands. */
export const audience = "https://cloud.oracle.com";

/** A session with OCI, and the profile that names it. */
export interface Session {
  /** Client that exchanges GitHub's token. */
  readonly exchanger: Exchanger;
  /** OCID of the tenancy. */
  readonly tenancyOcid: string;
  /** Region that is called where nobody names one. */
  readonly region: string;
  /** Name of the profile in the file of profiles. */
  readonly profile: string;
  /** Folder of the file of profiles, `~/.oci`. */
  readonly folder: string;
}

/**
 * Opens a session, and writes it where Terraform's provider, its backend, Oracle's command line and its SDKs look for one. All that
 * is written is for this user's eyes alone.
 *
 * @param session what is opened
 * @param subjectToken the job's token from GitHub
 * @returns path of the file of profiles
 */
export async function openSession(session: Session, subjectToken: string): Promise<string> {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const token = await exchange(session.exchanger, subjectToken, publicKey);
  const own = path.join(session.folder, "sessions", session.profile);
  const [keyFile, tokenFile] = [path.join(own, "key.pem"), path.join(own, "token")];
  write(keyFile, privateKey.export({ type: "pkcs8", format: "pem" }).toString());
  write(tokenFile, token);
  const config = path.join(session.folder, "config");
  const lines = {
    tenancy: session.tenancyOcid,
    region: session.region,
    fingerprint: fingerprintOf(publicKey),
    key_file: keyFile,
    security_token_file: tokenFile,
  };
  write(config, withProfile(existsSync(config) ? readFileSync(config, "utf8") : "", session.profile, lines));
  return config;
}

/** A file of profiles with one of them written anew, and the others as they are. */
export function withProfile(text: string, profile: string, values: Readonly<Record<string, string>>): string {
  const others = text
    .split(/^(?=\[)/m)
    .filter((part) => !part.startsWith(`[${profile}]`) && part.trim() !== "");
  const lines = Object.entries(values).map(([key, value]) => `${key}=${value}`);
  return [...others.map((part) => part.trimEnd()), [`[${profile}]`, ...lines].join("\n")].join("\n\n") + "\n";
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, text, { mode: 0o600 });
  // A file that was there keeps its mode.
  chmodSync(file, 0o600);
}

/** Variables by which GitHub tells a job where to ask for a token. */
interface TokenRequest {
  readonly ACTIONS_ID_TOKEN_REQUEST_URL?: string | undefined;
  readonly ACTIONS_ID_TOKEN_REQUEST_TOKEN?: string | undefined;
}

/**
 * Asks GitHub for the job's token.
 *
 * @param audience whom it is for: the value that the trust demands
 * @throws {CommandError} outside of a job, in one that lacks `id-token: write`, and where GitHub refuses
 */
export async function githubToken(audience: string, env: TokenRequest = process.env): Promise<string> {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: token } = env;
  if (!url || !token)
    throw new CommandError(
      "GitHub gives this job no token: it needs the permission `id-token: write`, which pull requests from forks never get",
    );
  const answer = await fetch(`${url}&audience=${encodeURIComponent(audience)}`, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(30_000),
  });
  const { value } = answer.ok ? ((await answer.json()) as { value?: string }) : {};
  if (!value) throw new CommandError(`GitHub answers ${answer.status} to the question for the job's token`);
  return value;
}
