// Before the driver: it makes its registry when it is loaded.
import "./oracledb-finalizers";
import driver from "oracledb";
import type { OracledbConfig } from "../config/database-config";
import { type Credentials, openCredentials } from "../credentials";
import { KeptCredentials } from "../credentials/kept";
import { type Attempt, DIAL_MS, type Dialer, openConnection } from "./dial";
import { isRefusedLogin, isShutOut } from "./oracledb-errors";
import { Sockets } from "./oracledb-sockets";
import { pauses, RefusedPassword } from "./refused-password";
import { StoreError } from "./store";

/** Time limit of one address of a descriptor before the next is tried, in seconds. */
const ADDRESS_SECONDS = 3;

/**
 * Opens and closes connections to Oracle Database.
 *
 * The driver's pool logs in with the password that it was made with. Connections of our own take
 * what is valid when they are made, so a rotated password needs neither a restart nor a second pool.
 *
 * @param refused what it learns of refused passwords
 * @param silentMs how long a server may say nothing before it is asked by a second log-in beside the first
 */
export function oracleDialer(
  config: OracledbConfig,
  statementMs: number,
  refused = new RefusedPassword(pauses.application),
  silentMs?: number,
): Dialer<driver.Connection> {
  const credentials = new KeptCredentials(openCredentials(config.credentials));
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
        if (isShutOut(error)) credentials.refuse(login);
        if (isRefusedLogin(error)) refused.remember(login, error);
        throw new StoreError("unavailable", "no connection to Oracle Database could be made", {
          cause: error,
        });
      }
    };
    return { connection: connect(), heard: () => sockets.heard(), abandon: () => sockets.destroy() };
  };
  return {
    async dial(signal) {
      const login = await credentials.get();
      try {
        refused.check(login);
      } catch (error) {
        // The source is asked again, because only another password is offered at once.
        credentials.refuse(login);
        throw error;
      }
      return openConnection(() => begin(login), signal, silentMs);
    },
    alive: (connection) => connection.isHealthy(),
    hangUp: (connection) => connection.close(),
    cut: (connection) => opened.get(connection)?.destroy(),
  };
}

function optionsFor(config: OracledbConfig, login: Credentials): driver.ConnectionAttributes {
  return {
    user: login.user,
    password: login.password,
    connectString: descriptorOf(config),
    connectTimeout: Math.ceil(DIAL_MS / 1_000),
    transportConnectTimeout: ADDRESS_SECONDS,
  };
}

/**
 * The connect string as the driver is to have it.
 *
 * Autonomous Database's descriptors for private endpoints say that the name in its certificate need not be looked at. It does name
 * their host, or nobody could log in there with a token, for which Oracle demands the look:
 * https://docs.oracle.com/en-us/iaas/autonomous-database-serverless/doc/autonomous-azure-ad-client.html
 */
function descriptorOf({ connectString, uncheckedName = false }: OracledbConfig): string {
  // They also repeat for a minute; the back-off here is shorter and spread.
  const once = connectString.replace(/\(\s*retry_(count|delay)\s*=\s*\d+\s*\)/gi, "");
  return uncheckedName ? once : once.replace(/\b((?:ssl|tls)_server_dn_match\s*=\s*)\w+/gi, "$1yes");
}
