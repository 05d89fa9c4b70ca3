import type { Socket } from "node:net";
import type { SecureContext } from "node:tls";
import pg from "pg";
import type { PgConfig } from "../config";
import { type Credentials, openCredentials } from "../credentials";
import { KeptCredentials } from "../credentials/kept";
import { type Attempt, type Dialer, KEEP_ALIVE_MS, openConnection } from "./dial";
import { isRefusedLogin } from "./pg-errors";
import { StoreError } from "./store";

/** How connections to PostgreSQL are opened and closed. */
export function pgDialer(
  config: PgConfig,
  tls: SecureContext | undefined,
  statementMs: number,
): Dialer<pg.Client> {
  const credentials = new KeptCredentials(openCredentials(config.credentials));
  const lost = new WeakSet<pg.Client>();
  const begin = (login: Credentials): Attempt<pg.Client> => {
    const client = new pg.Client({
      ...clientOptions(config, tls, statementMs),
      user: login.user,
      password: login.password,
    });
    // Without a listener, Node ends the process when an idle connection breaks.
    client.on("error", () => lost.add(client)).on("end", () => lost.add(client));
    // TLS takes its place in the client later, and what is read goes through it all the same.
    const socket = socketOf(client);
    return {
      connection: connect(client),
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
        throw error;
      }
    },
    alive: (client) => !lost.has(client),
    hangUp: (client) => (lost.has(client) ? Promise.resolve() : client.end()),
    cut: (client) => void socketOf(client).destroy(),
  };
}

async function connect(client: pg.Client): Promise<pg.Client> {
  try {
    return await client.connect();
  } catch (error) {
    socketOf(client).destroy();
    throw new StoreError("unavailable", "no connection to PostgreSQL could be made", { cause: error });
  }
}

function socketOf({ connection }: pg.Client): Socket {
  return connection.stream as Socket;
}

function clientOptions(
  { host, port, name }: PgConfig,
  tls: SecureContext | undefined,
  statementMs: number,
): pg.ClientConfig {
  return {
    host,
    port,
    database: name,
    // Node's defaults stay in force: the chain and the host's name are both verified.
    ssl: tls === undefined ? false : { secureContext: tls },
    application_name: "counterpart",
    // A number is promised once its commit is on the disk, however somebody configured the server.
    options: "-c synchronous_commit=on",
    // The server gives up a little earlier than the client, so that its answer is still heard.
    statement_timeout: Math.ceil(statementMs * 0.9),
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}
