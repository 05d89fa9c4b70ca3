export { databasePort } from "./database-connection";
export { connectionLimit, connectionsForUsers, memoryGiB } from "./database-size";
export { PrivateDatabase } from "./private-database";
export type { PrivateDatabaseProps } from "./private-database-props";
