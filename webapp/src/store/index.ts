import type { DatabaseConfig } from "../config/config";
import type { CounterStore } from "./store";

/** Every driver, loaded only when it is chosen: a server on PostgreSQL never loads Oracle's. */
export const stores = {
  pg: () => import("./pg"),
  oracledb: () => import("./oracledb"),
  memory: () => import("./memory"),
};

/** Name of a driver: what `DB_DRIVER` may say. */
export type DriverName = keyof typeof stores;

/** Every driver's name. */
export const driverNames = Object.keys(stores) as DriverName[];

/** Opens the store that the configuration chose; connects to nothing yet. */
export async function openStore(database: DatabaseConfig): Promise<CounterStore> {
  switch (database.driver) {
    case "pg":
      return (await stores.pg()).open(database);
    case "oracledb":
      return (await stores.oracledb()).open(database);
    case "memory":
      return (await stores.memory()).open();
  }
}
