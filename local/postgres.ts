import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { serverCertificate } from "./certificates";
import { freePort, loopback } from "./loopback";
import { type Guarded, startGuarded } from "./guarded";
import { postgresBinaries } from "./postgres-binaries";

const run = promisify(execFile);

/** Data directory and connection of the embedded PostgreSQL. */
export interface PostgresOptions {
  /** Folder of everything that it writes; created if need be. */
  readonly folder: string;
  /**
   * Port on loopback.
   *
   * @default - a free one
   */
  readonly port?: number;
  /**
   * Whether the data outlives `stop`.
   *
   * @default false
   */
  readonly persistent?: boolean;
  /**
   * Whether it speaks TLS only, with a certificate for `localhost` and its address from an authority of its own.
   *
   * @default false
   */
  readonly tls?: boolean;
  /**
   * Settings of the server, as in `postgresql.conf`.
   *
   * @default - PostgreSQL's own
   */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running embedded PostgreSQL. */
export interface Postgres {
  /** Address that it listens on. */
  readonly host: string;
  /** Port that it listens on. */
  readonly port: number;
  /** Name of its administrator. */
  readonly user: string;
  /** Password of its administrator. */
  readonly password: string;
  /** Name of a database that exists. */
  readonly database: string;
  /** File of the authority that signed its certificate, with `tls`. */
  readonly caFile?: string;
  /** Process id of the server. */
  readonly pid: number;
  /** Resolves once it has ended, by `stop` or by itself. */
  readonly ended: Promise<unknown>;
  /** Stops it, and removes its folder unless it is persistent. */
  stop(): Promise<void>;
}

interface User {
  readonly uid: number;
  readonly gid: number;
}

const USER = "counter";
const READY = "database system is ready to accept connections";

/** Starts a PostgreSQL of its own on loopback; it never outlives the process that started it. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { initdb, postgres } = postgresBinaries();
  const host = await loopback();
  const user = await unprivilegedUser();
  const folder = path.resolve(options.folder);
  const data = path.join(folder, "data");
  const password = initialised(data) ? readPassword(folder) : await initialise(initdb, folder, user);
  const tls = options.tls === true ? await writeCertificate(folder, host, user) : undefined;
  writeAccess(data, host, tls !== undefined, user);
  const port = options.port ?? (await freePort());
  const settings = {
    ...defaults,
    listen_addresses: host,
    port: String(port),
    ...tls?.settings,
    ...options.settings,
  };
  const server = startGuarded([postgres, "-D", data, ...flags(settings)], {
    signal: "INT",
    env: process.env,
    user,
  });
  await ready(server, data);
  return {
    ...{ host, port, user: USER, password, database: "postgres", pid: readPid(data), ended: server.ended },
    ...(tls && { caFile: tls.caFile }),
    async stop() {
      await server.stop();
      if (options.persistent !== true) rmSync(folder, { recursive: true, force: true });
    },
  };
}

const defaults = { unix_socket_directories: "", log_min_messages: "warning" };

function flags(settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/** PostgreSQL refuses to run as root, so root starts it as somebody else; nobody is on every system. */
export async function unprivilegedUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    const ids = await Promise.all([id("-u", name), id("-g", name)]).catch(() => undefined);
    if (ids !== undefined) return { uid: ids[0], gid: ids[1] };
  }
  throw new Error("PostgreSQL must not run as root, and neither user `postgres` nor `nobody` exists");
}

async function id(flag: string, name: string): Promise<number> {
  return Number((await run("id", [flag, name])).stdout);
}

function initialised(data: string): boolean {
  return existsSync(path.join(data, "PG_VERSION"));
}

async function initialise(initdb: string, folder: string, user: User | undefined): Promise<string> {
  const data = path.join(folder, "data");
  const password = randomBytes(18).toString("base64url");
  rmSync(data, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  mkdirSync(data, { mode: 0o700 });
  own(data, user);
  own(folder, user);
  writeOwned(path.join(folder, "password"), password, user);
  const auth = ["--auth=scram-sha-256", `--pwfile=${path.join(folder, "password")}`];
  await run(
    initdb,
    [`--pgdata=${data}`, `--username=${USER}`, ...auth, "--encoding=UTF8", "--no-locale", "--no-sync"],
    {
      ...user,
      cwd: folder,
    },
  );
  return password;
}

function readPassword(folder: string): string {
  return readFileSync(path.join(folder, "password"), "utf8");
}

function readPid(data: string): number {
  return Number(readFileSync(path.join(data, "postmaster.pid"), "utf8").split("\n")[0]);
}

async function writeCertificate(folder: string, host: string, user: User | undefined) {
  const { ca, certificate, key } = await serverCertificate([
    { type: "dns", value: "localhost" },
    { type: "ip", value: host },
  ]);
  const file = (name: string) => path.join(folder, name);
  writeOwned(file("server.crt"), certificate, user);
  writeOwned(file("server.key"), key, user);
  writeFileSync(file("ca.crt"), ca);
  return {
    caFile: file("ca.crt"),
    settings: { ssl: "on", ssl_cert_file: file("server.crt"), ssl_key_file: file("server.key") },
  };
}

function writeAccess(data: string, host: string, tls: boolean, user: User | undefined): void {
  const line = `${tls ? "hostssl" : "host"} all all ${host}/${host.includes(":") ? 128 : 32} scram-sha-256\n`;
  writeOwned(path.join(data, "pg_hba.conf"), line, user);
}

function writeOwned(file: string, content: string, user: User | undefined): void {
  writeFileSync(file, content, { mode: 0o600 });
  own(file, user);
}

function own(file: string, user: User | undefined): void {
  if (user !== undefined) chownSync(file, user.uid, user.gid);
}

/** Resolves when the server says that it is ready; rejects with what it said if it ends before. */
async function ready(server: Guarded, data: string): Promise<void> {
  let said = "";
  const heard = new Promise<void>((resolve) => {
    server.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
      if (text.includes(READY)) resolve();
    });
  });
  const ended = server.ended.then(() => {
    throw new Error(reason(said, data));
  });
  await Promise.race([heard, ended]);
}

function reason(said: string, data: string): string {
  if (said.includes("postmaster.pid"))
    return `the data in ${data} must be in use once, but another \`npm start\` uses it; this one gets its own by DATA_FOLDER=.data/other npm start`;
  return `PostgreSQL did not start on ${data}:\n${said.trim()}`;
}
