import type { Synthesized } from "../../proofs/synthesized";
import { failure, listed, ok, type Question } from "../question";
import type { OciAccount } from "./account";
import { textOf } from "./computed";
import type { Deployment } from "./context";
import { isOwn, isThere } from "./own";

/** Asks whether Autonomous Database can be had in the release that was chosen. */
export function databaseVersion({ stack, variables }: Deployment): readonly Question<OciAccount>[] {
  return stack.all("oci_database_autonomous_database").map((database) => {
    const version = textOf(database.db_version, variables) ?? "";
    const workload = String(database.db_workload);
    return {
      id: "database-version",
      asks: `Can Oracle Database ${version} be had?`,
      needs: ["inspect autonomous-databases"],
      link: "https://docs.oracle.com/iaas/autonomous-database-serverless/doc/autonomous-database-versions.html",
      answer: async ({ database: client, place }) => {
        const { items } = await client.listAutonomousDbVersions({
          compartmentId: place.compartmentId,
          dbWorkload: workload,
        });
        const versions = [...new Set(items.map((each) => each.version))];
        if (versions.includes(version)) return ok(`Oracle Database ${version} can be had in ${place.region}`);
        return failure(
          `${place.region} has Oracle Database ${listed(versions)}, and not ${version}`,
          "set `TF_VAR_database_version` to one of them",
        );
      },
    };
  });
}

/** Asks whether the name of the database is free; it must be the only one in the tenancy. */
export function databaseName(deployment: Deployment): readonly Question<OciAccount>[] {
  return deployment.stack
    .all("oci_database_autonomous_database")
    .flatMap((database) => questionOn(deployment, database));
}

function questionOn(deployment: Deployment, database: Synthesized): Question<OciAccount>[] {
  const name = textOf(database.db_name, deployment.variables);
  if (name === undefined) return [];
  return [
    {
      id: "database-name",
      asks: `Is the name ${name} free?`,
      needs: ["inspect autonomous-databases"],
      link: "https://docs.oracle.com/iaas/autonomous-database-serverless/doc/autonomous-provision.html",
      answer: async ({ database: client, place }) => {
        const { items } = await client.listAutonomousDatabases({ compartmentId: place.compartmentId });
        const taken = items
          .filter(({ lifecycleState }) => isThere(lifecycleState))
          .filter(({ dbName }) => dbName?.toLowerCase() === name.toLowerCase());
        if (taken.length === 0) return ok(`no database in the compartment is called ${name}`);
        if (taken.every(({ freeformTags }) => isOwn(deployment, freeformTags)))
          return ok(`${name}: there already, and the stack's own`);
        return failure(
          `another database is called ${name}`,
          "rename or terminate it, or deploy to another compartment",
        );
      },
    },
  ];
}
