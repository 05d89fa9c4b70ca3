export { AdministratorPassword } from "./administrator-password";
export type { DatabaseCapacity, LongTermBackups } from "./database-options";
export { contactsRule, hostNameRule } from "./database-checks";
export { databasePort, PrivateDatabase, type PrivateDatabaseProps } from "./private-database";
