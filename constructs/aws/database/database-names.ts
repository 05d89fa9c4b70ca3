import type { Construct } from "constructs";
import { requireThat } from "../../shared";

// RDS makes these itself, or has refused them as a word that the engine keeps: https://github.com/awslabs/aws-saas-boost/issues/180.
const ofRds = ["admin", "postgres", "rdsadmin", "rdsrepladmin", "template0", "template1"];

// What PostgreSQL reserves, `SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')`: RDS takes no reserved word for a name
// (https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html, DBName).
const reserved =
  "all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently constraint create cross default deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right select similar some symmetric table tablesample then to trailing true union unique user using variadic verbose when where window with".split(
    " ",
  );

/** Names that RDS for PostgreSQL gives to no database. */
const reservedDatabaseNames: readonly string[] = [...ofRds, ...reserved];

/**
 * Refuses a name that is taken before the database is made.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkDatabaseName(scope: Construct, databaseName: string): void {
  requireThat(
    scope,
    "databaseName",
    databaseName,
    `be no name that RDS keeps for itself (${ofRds.join(", ")}) and no reserved word of SQL`,
    (name) => !reservedDatabaseNames.includes(name),
  );
}
