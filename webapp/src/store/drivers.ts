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
