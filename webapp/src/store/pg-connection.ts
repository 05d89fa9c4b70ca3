import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import pg from "pg";
import type { PgConfig } from "../config/database-config";
import { type Credentials, openCredentials } from "../credentials";
import { KeptCredentials } from "../credentials/kept";
import { type Attempt, type Dialer, KEEP_ALIVE_MS, openConnection } from "./dial";
import { isRefusedLogin, isRefusedSetting } from "./pg-errors";
import { setLocally } from "./pg-statement";
import { StoreError } from "./store";

/** Opens and closes connections to PostgreSQL. */
export function pgDialer(
  config: PgConfig,
  tls: SecureContext | undefined,
  statementMs: number,
): Dialer<pg.Client> {
  const credentials = new KeptCredentials(openCredentials(config.credentials));
  const parameters = parametersFor(statementMs);
  const lost = new WeakSet<pg.Client>();
  /** Whether a pooler is in between that refuses settings of the session; it is asked for them once. */
  let pooled = false;
  const begin = (login: Credentials): Attempt<pg.Client> => {
    const client = new pg.Client({
      ...clientOptions(config, tls),
      ...(pooled ? {} : asStartup(parameters)),
      user: login.user,
      password: login.password,
    });
    // Without a listener, Node ends the process when an idle connection breaks.
    client.on("error", () => lost.add(client)).on("end", () => lost.add(client));
    // TLS takes its place in the client later, and what is read goes through it all the same.
    const socket = socketOf(client);
    return {
      connection: connect(client, pooled, parameters),
      heard: () => socket.bytesRead > 0,
      abandon: () => void socketOf(client).destroy(),
    };
  };
  return {
    async dial(signal) {
      const login = await credentials.get();
      try {
        return await openConnection(() => begin(login), signal);
      } catch (error) {
        if (isRefusedLogin(error)) credentials.refuse(login);
        if (pooled || !isRefusedSetting(error)) throw error;
        pooled = true;
        return openConnection(() => begin(login), signal);
      }
    },
    alive: (client) => !lost.has(client),
    hangUp: (client) => (lost.has(client) ? Promise.resolve() : client.end()),
    cut: (client) => void socketOf(client).destroy(),
  };
}

async function connect(client: pg.Client, pooled: boolean, parameters: Parameters): Promise<pg.Client> {
  try {
    await client.connect();
    if (pooled || !(await isOurs(client))) setLocally(client, parameters);
    return client;
  } catch (error) {
    socketOf(client).destroy();
    throw new StoreError("unavailable", "no connection to PostgreSQL could be made", { cause: error });
  }
}

/** Whether the session behind a connection is its own: a pooler names another process than the one that answers. */
async function isOurs(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  return rows[0]?.pid === (client as pg.Client & { readonly processID?: number }).processID;
}

function socketOf({ connection }: pg.Client): Socket {
  return connection.stream as Socket;
}

interface Parameters extends Readonly<Record<string, string | number>> {
  readonly synchronous_commit: "on";
  readonly statement_timeout: number;
}

/** Settings of every transaction. */
function parametersFor(statementMs: number): Parameters {
  return {
    // A number is promised once its commit is on the disk, however somebody configured the server.
    synchronous_commit: "on",
    // The server gives up a little earlier than the client, so that its answer is still heard.
    statement_timeout: Math.ceil(statementMs * 0.9),
  };
}

/** The same for a session, set while it is opened. */
function asStartup({ synchronous_commit, statement_timeout }: Parameters): pg.ClientConfig {
  return { options: `-c synchronous_commit=${synchronous_commit}`, statement_timeout };
}

function clientOptions({ host, port, name }: PgConfig, tls: SecureContext | undefined): pg.ClientConfig {
  return {
    host,
    port,
    database: name,
    // Node's defaults stay in force: the chain and the host's name are both verified.
    ssl: tls === undefined ? false : { secureContext: tls },
    application_name: "counterpart",
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}
