import type { DatabaseConfig } from "../config/database-config";
import { stores } from "./drivers";
import type { CounterStore } from "./store";

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
