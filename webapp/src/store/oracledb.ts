import type driver from "oracledb";
import type { OracledbConfig } from "../config/database-config";
import {
  defaultLimits,
  SingleConnection,
  type SingleConnectionLimits,
  loadOf,
  pingLimits,
  shared,
} from "./single-connection";
import { oracleDialer } from "./oracledb-connection";
import { isSound } from "./oracledb-errors";
import { OracleMigrator } from "./oracledb-migrator";
import { add, readTotal, requireCounting } from "./oracledb-statements";
import { type CounterStore, requireStep } from "./store";

/** Opens the counter in Oracle Database, in the driver's thin mode. */
export function open(config: OracledbConfig, limits: SingleConnectionLimits = defaultLimits): CounterStore {
  const dialer = oracleDialer(config, limits.statementMs);
  const writes = new SingleConnection(dialer, limits);
  const reads = new SingleConnection(dialer, limits);
  // Neither visitors who count nor those who read can make the balancers' question wait.
  const pings = new SingleConnection(dialer, pingLimits);
  const table = config.schema === undefined ? "counter" : `${config.schema}.counter`;
  const total = (connection: driver.Connection) => readTotal(connection, table);

  const migrator = new OracleMigrator(config, limits.dialMs);

  return {
    name: "oracledb",
    migrate: () => migrator.migrate(),
    async increment(by) {
      requireStep(by);
      return writes.use((connection) => add(connection, table, by), isSound);
    },
    read: shared(reads, total, isSound),
    async ping() {
      await pings.use((connection) => requireCounting(connection, table), isSound);
    },
    load: () => loadOf([writes, reads, pings]),
    async close() {
      await Promise.all([writes, reads, pings].map((line) => line.close()));
    },
  };
}
