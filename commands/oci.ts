import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Deployed } from "./deployed";
import { answerOf, CommandError, hand } from "./programs";

/** Opens a shell on one of the servers, by a session of the bastion with a key that lasts no longer. */
export async function shell(deployed: Deployed, more: readonly string[]): Promise<number> {
  if (deployed.has("manifests"))
    throw new CommandError(
      "pods have no shell: `npm run logs -- oci` shows what they say, `kubectl describe` what becomes of them (docs/kubernetes.md)",
    );
  if (!deployed.has("bastion_ocid"))
    throw new CommandError(
      "no way leads to a shell without a bastion: set `ociBastionAllowFrom` in cdktf.json and deploy",
    );
  const region = ["--region", deployed.output("stack_region")];
  const server = runningServer(deployed, region);
  const folder = mkdtempSync(path.join(tmpdir(), "counterpart-shell-"));
  try {
    const key = path.join(folder, "key");
    answerOf("ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-N", "", "-f", key);
    const session = sessionTo(server, `${key}.pub`, deployed.output("bastion_ocid"), region);
    try {
      const config = path.join(folder, "config");
      writeFileSync(config, sshConfig(commandOf(session, region), key));
      return await hand("ssh", "-F", config, "server", ...more);
    } finally {
      answerOf("oci", "bastion", "session", "delete", ...region, "--session-id", session, "--force");
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Prints the app's lines of the last quarter of an hour, oldest first. */
export function logs(deployed: Deployed, more: readonly string[]): Promise<number> {
  const place = ["stack_compartment_ocid", "log_group_ocid", "app_log_ocid"].map((name) =>
    deployed.output(name),
  );
  const now = Date.now();
  const found = askOci<{ results?: readonly Line[] }>(
    "logging-search",
    "search-logs",
    "--region",
    deployed.output("stack_region"),
    "--search-query",
    `search "${place.join("/")}" | sort by datetime asc`,
    "--time-start",
    new Date(now - 15 * 60_000).toISOString(),
    "--time-end",
    new Date(now).toISOString(),
    "--limit",
    "1000",
    ...more,
  );
  for (const { data } of found?.results ?? []) console.log(textOf(data));
  return Promise.resolve(0);
}

/** A log entry as OCI Logging finds it: the agent's line lies two levels down. */
interface Line {
  readonly data: {
    readonly logContent?: { readonly time?: string; readonly data?: { readonly message?: string } };
  };
}

function textOf(data: Line["data"]): string {
  const message = data.logContent?.data?.message;
  return message === undefined ? JSON.stringify(data) : `${data.logContent?.time ?? ""} ${message}`.trim();
}

function runningServer(deployed: Deployed, region: readonly string[]): string {
  const servers = deployed.output("servers_ocid");
  if (!servers.startsWith("ocid1.instancepool.")) return servers;
  const members = askOci<readonly { readonly id: string; readonly state: string }[]>(
    "compute-management",
    "instance-pool",
    "list-instances",
    ...region,
    "--compartment-id",
    deployed.output("stack_compartment_ocid"),
    "--instance-pool-id",
    servers,
    "--all",
  );
  const server = members?.find(({ state }) => state.toUpperCase() === "RUNNING");
  if (server === undefined) throw new CommandError("no server is running");
  return server.id;
}

/** Makes a session and waits until it can be used, which takes about a minute. */
function sessionTo(server: string, publicKey: string, bastion: string, region: readonly string[]): string {
  const request = askOci<{ readonly resources: readonly { readonly identifier: string }[] }>(
    "bastion",
    "session",
    "create-managed-ssh",
    ...region,
    "--bastion-id",
    bastion,
    "--target-resource-id",
    server,
    "--target-os-username",
    "opc",
    "--ssh-public-key-file",
    publicKey,
    "--wait-for-state",
    "SUCCEEDED",
  );
  const session = request?.resources[0]?.identifier;
  if (session === undefined) throw new CommandError("the bastion made no session");
  return session;
}

/** The command that Oracle names for a session, with placeholders for the key. */
function commandOf(session: string, region: readonly string[]): string {
  const made = askOci<{ readonly "ssh-metadata": { readonly command: string } }>(
    "bastion",
    "session",
    "get",
    ...region,
    "--session-id",
    session,
  );
  return made?.["ssh-metadata"].command ?? "";
}

/** Oracle's command as ssh's configuration: a command within a command is quoted differently on every system. */
function sshConfig(command: string, key: string): string {
  const [, proxyUser, proxy] = /(ocid1\.bastionsession\.[^@\s]+)@([^\s"']+)/.exec(command) ?? [];
  const [, user, address] = /\s([^@\s]+)@([\d.]+)\s*$/.exec(command) ?? [];
  if (proxyUser === undefined || address === undefined)
    throw new CommandError(`the bastion named a command that is not understood: ${command}`);
  const identity = [`  IdentityFile "${key}"`, "  IdentitiesOnly yes"];
  // A server's address goes on to its successor, whose key is another one.
  const known = ["  StrictHostKeyChecking accept-new", `  UserKnownHostsFile "${key}.known"`];
  return [
    ...["Host bastion", `  HostName ${proxy}`, `  User ${proxyUser}`, ...identity],
    ...[
      "Host server",
      `  HostName ${address}`,
      `  User ${user}`,
      "  ProxyJump bastion",
      ...identity,
      ...known,
    ],
    "",
  ].join("\n");
}

/** The `data` of an answer; nothing where the command line prints nothing, as it does for an empty list. */
function askOci<Data>(...args: readonly string[]): Data | undefined {
  const answer = answerOf("oci", ...args);
  return answer.trim() === "" ? undefined : (JSON.parse(answer) as { readonly data: Data }).data;
}
