import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { freePort } from "../../../local/loopback";
import type { Postgres } from "../../../local/postgres";
import { until } from "./artifact";
import { temporaryFolder } from "./database";

/** Pool mode. */
export interface PgBouncerOptions {
  /** For how long a client keeps one: to its end, or to the end of a transaction. */
  readonly mode: "session" | "transaction";
  /**
   * Startup parameters that it drops instead of refusing them.
   *
   * @default - none
   */
  readonly ignore?: string;
  /**
   * Its connections to the server, for each user and database.
   *
   * @default 20
   */
  readonly size?: number;
}

/** Starts a real PgBouncer before a server; resolves to how the server's databases are reached through it. */
export async function startPgBouncer(
  server: Postgres,
  { mode, ignore = "", size = 20 }: PgBouncerOptions,
): Promise<{ through(database: Postgres): Postgres; stop(): Promise<void> }> {
  const folder = temporaryFolder();
  const port = await freePort();
  const file = (name: string, content: string) => {
    writeFileSync(path.join(folder.path, name), content);
    return path.join(folder.path, name);
  };
  const users = file("users.txt", `"${server.user}" "${server.password}"\n`);
  const settings = file(
    "pgbouncer.ini",
    `[databases]
* = host=${server.host} port=${server.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = ${mode}
default_pool_size = ${size}
ignore_startup_parameters = ${ignore}
server_login_retry = 1
`,
  );
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ["-u", "nobody"] : [];
  const child = spawn("pgbouncer", [...user, settings], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  await until(() => isOpen(port), "PgBouncer listens");
  return {
    through: (database) => ({ ...database, host: "127.0.0.1", port }),
    async stop() {
      child.kill("SIGKILL");
      await ended;
      folder.remove();
    },
  };
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => (socket.destroy(), resolve(true)));
    socket.once("error", () => resolve(false));
  });
}
