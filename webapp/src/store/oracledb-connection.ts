import driver from "oracledb";
import type { OracledbConfig } from "../config";
import { type Credentials, openCredentials } from "../credentials";
import { type Attempt, DIAL_MS, type Dialer, openConnection } from "./dial";
import { isRefusedLogin } from "./oracledb-errors";
import { Sockets } from "./oracledb-sockets";
import { RefusedPassword } from "./refused-password";
import { StoreError } from "./store";

/** How long one address of a descriptor may take to answer before the next is tried, in seconds. */
const ADDRESS_SECONDS = 3;

/**
 * How connections to Oracle Database are opened and closed.
 *
 * The driver's pool logs in with the password that it was made with. Connections of our own take
 * fresh credentials each, so a rotated password needs neither a restart nor a second pool.
 */
export function oracleDialer(config: OracledbConfig, statementMs: number): Dialer<driver.Connection> {
  const credentials = openCredentials(config.credentials);
  const refused = new RefusedPassword();
  const opened = new WeakMap<driver.Connection, Sockets>();
  const begin = (login: Credentials): Attempt<driver.Connection> => {
    const sockets = new Sockets();
    const connect = async () => {
      try {
        const connection = await sockets.keep(() => driver.getConnection(optionsFor(config, login)));
        opened.set(connection, sockets);
        connection.callTimeout = Math.ceil(statementMs * 0.9);
        return connection;
      } catch (error) {
        if (isRefusedLogin(error)) refused.remember(login.password);
        throw new StoreError("unavailable", "no connection to Oracle Database could be made", {
          cause: error,
        });
      }
    };
    return { connection: connect(), heard: () => sockets.heard(), abandon: () => sockets.destroy() };
  };
  return {
    async dial(signal) {
      const login = await credentials();
      refused.check(login.password);
      return openConnection(() => begin(login), signal);
    },
    alive: (connection) => connection.isHealthy(),
    hangUp: (connection) => connection.close(),
    cut: (connection) => opened.get(connection)?.destroy(),
  };
}

function optionsFor({ connectString }: OracledbConfig, login: Credentials): driver.ConnectionAttributes {
  return {
    ...login,
    // Autonomous Database's descriptors repeat for a minute; the back-off here is shorter and spread.
    connectString: connectString.replace(/\(\s*retry_(count|delay)\s*=\s*\d+\s*\)/gi, ""),
    connectTimeout: Math.ceil(DIAL_MS / 1_000),
    transportConnectTimeout: ADDRESS_SECONDS,
  };
}
