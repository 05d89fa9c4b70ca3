import type { ServiceEvents } from "./monitoring";

const service = "com.oraclecloud.databaseservice";

/**
 * Rule of the Events service for events of the compartment's Autonomous Databases that no metric tells, or tells late. Backups and changes
 * that a deployment made are not among it.
 *
 * The names are those in https://github.com/oci-landing-zones/oci-cis-landingzone-quickstart, which Oracle keeps.
 */
export const databaseEvents: ServiceEvents = {
  description: "Tells of failures, fail-over, restart, stop, restoration and deletion of the database",
  types: [
    `${service}.autonomous.database.critical`,
    `${service}.autonomous.database.restore.begin`,
    `${service}.deleteautonomousdatabase.begin`,
    `${service}.failoverautonomousdatabase.begin`,
    `${service}.restartautonomousdatabase.begin`,
    `${service}.stopautonomousdatabase.begin`,
  ],
};
