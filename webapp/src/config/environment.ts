import type * as z from "zod";
import type { Config } from "./config";
import type { CredentialsConfig, DatabaseConfig, OracledbConfig, PgConfig } from "./database-config";
import { type CredentialSourceName, credentialSourceNames } from "../credentials/sources";
import { type Environment, Validation } from "./validation";
import type { Origin } from "../http/page";
import { type DriverName, driverNames } from "../store/drivers";
import { credentialVariables, driverVariables, serverVariables } from "./variables";

/** An environment that breaks rules, each of them named. */
export class ConfigError extends Error {
  /** Tells this error from others, in logs too. */
  override readonly name = "ConfigError";

  constructor(
    /** One sentence for each broken rule. */
    readonly problems: readonly string[],
  ) {
    super(
      `the environment breaks ${problems.length} rule(s):\n${problems.map((line) => `- ${line}`).join("\n")}`,
    );
  }
}

/** Validates the environment once, as a whole; throws a `ConfigError` that lists everything that is wrong. */
export function readConfig(environment: Environment): Config {
  // An empty variable is how a unit file or a shell says that it is not set.
  const env = Object.fromEntries(Object.entries(environment).filter(([, value]) => value));
  const validation = new Validation(env);
  const server = validation.check(serverVariables);
  const database = checkDatabase(validation);
  const { problems } = validation;
  if (problems.length > 0 || server === undefined || database === undefined) throw new ConfigError(problems);
  return {
    host: server.HOST,
    port: server.PORT,
    logLevel: server.LOG_LEVEL,
    drainSeconds: server.DRAIN_SECONDS,
    keepAliveSeconds: server.KEEP_ALIVE_SECONDS,
    ...(server.REQUEST_ID_HEADER !== undefined && { requestIdHeader: server.REQUEST_ID_HEADER }),
    ...(server.MIGRATE_TIMEOUT_SECONDS !== undefined && {
      migrateTimeoutSeconds: server.MIGRATE_TIMEOUT_SECONDS,
    }),
    origin: originOf(server),
    ...(server.METRICS_PORT !== undefined && {
      metrics: { host: server.METRICS_HOST, port: server.METRICS_PORT },
    }),
    ...(server.METRICS_EMBEDDED !== undefined && { embeddedMetrics: server.METRICS_EMBEDDED }),
    ...(server.METRICS_OCI !== undefined && { ociMetrics: server.METRICS_OCI }),
    database: keepingState(database, server.STATE_DIRECTORY),
  };
}

/** Only the migration of Oracle Database has something to keep: PostgreSQL locks nobody out. */
function keepingState(database: DatabaseConfig, stateDirectory: string | undefined): DatabaseConfig {
  if (database.driver !== "oracledb" || stateDirectory === undefined) return database;
  return { ...database, stateDirectory };
}

function originOf({
  SERVER_LABEL: server,
  DATABASE_LABEL: database,
}: z.output<typeof serverVariables>): Origin {
  return { ...(server !== undefined && { server }), ...(database !== undefined && { database }) };
}

function checkDatabase(validation: Validation): DatabaseConfig | undefined {
  const driver = validation.choose("DB_DRIVER", driverNames);
  if (driver === undefined) return undefined;
  const source = driver === "memory" ? undefined : validation.choose("DB_CREDENTIALS", sourcesOf(driver));
  refuseUnknown(validation, driver, source);
  const credentials = source && checkCredentials(validation, source);
  switch (driver) {
    case "memory":
      return { driver };
    case "pg":
      return checkPg(validation, credentials);
    case "oracledb":
      return checkOracledb(validation, credentials);
  }
}

/** Only RDS takes tokens for passwords, and of its engines only those that there is a driver for here. */
function sourcesOf(driver: DriverName): CredentialSourceName[] {
  return credentialSourceNames.filter((source) => source !== "aws-iam" || driver === "pg");
}

function checkPg(validation: Validation, credentials: CredentialsConfig | undefined): PgConfig | undefined {
  const given = validation.check(driverVariables.pg);
  if (given === undefined || credentials === undefined) return undefined;
  const tls = given.DB_CA_FILE === undefined ? "off" : { caFile: given.DB_CA_FILE };
  const { DB_HOST: host, DB_PORT: port, APP_DB_USER: username, APP_DB_REGION: region } = given;
  return {
    driver: "pg",
    host,
    port,
    name: given.DB_NAME,
    tls,
    credentials,
    ...(username && region && { appCredentials: { source: "aws-iam", username, region, host, port } }),
  };
}

function checkOracledb(
  validation: Validation,
  credentials: CredentialsConfig | undefined,
): OracledbConfig | undefined {
  const given = validation.check(driverVariables.oracledb);
  if (given === undefined || credentials === undefined) return undefined;
  const { DB_SCHEMA: schema, APP_DB_USER: username, APP_DB_SECRET_ID: secretId } = given;
  const identity = credentials.source === "oci-vault" ? credentials : undefined;
  return {
    driver: "oracledb",
    connectString: given.DB_CONNECT_STRING,
    ...(given.DB_TLS_NAME && { uncheckedName: true }),
    credentials,
    ...(schema && { schema }),
    // Whoever asks for one secret asks for the other, too.
    ...(username && secretId && { appCredentials: { ...identity, source: "oci-vault", username, secretId } }),
  };
}

function checkCredentials(
  validation: Validation,
  source: CredentialSourceName,
): CredentialsConfig | undefined {
  switch (source) {
    case "env": {
      const given = validation.check(credentialVariables.env);
      return given && { source, username: given.DB_USER, password: given.DB_PASSWORD };
    }
    case "aws-secrets-manager": {
      const given = validation.check(credentialVariables[source]);
      return given && { source, secretArn: given.DB_SECRET_ARN };
    }
    case "aws-iam": {
      const given = validation.check(credentialVariables[source]);
      return (
        given && {
          source,
          username: given.DB_USER,
          region: given.DB_REGION,
          host: given.DB_HOST,
          port: given.DB_PORT,
        }
      );
    }
    case "oci-vault": {
      const given = validation.check(credentialVariables[source]);
      return (
        given && {
          source,
          username: given.DB_USER,
          secretId: given.DB_SECRET_ID,
          ...(given.OCI_WORKLOAD_REGION !== undefined && { workloadRegion: given.OCI_WORKLOAD_REGION }),
        }
      );
    }
  }
}

/** Variables of another driver or source contradict the choice: which of the two was meant is not ours to guess. */
function refuseUnknown(
  validation: Validation,
  driver: DriverName,
  source: CredentialSourceName | undefined,
): void {
  const choosing = driver === "memory" ? ["DB_CREDENTIALS"] : [];
  const own = [driverVariables[driver], ...(source ? [credentialVariables[source]] : [])];
  // Without a valid source nothing is known about which of its variables are right.
  const judged = source || driver === "memory" ? Object.values(credentialVariables) : [];
  const known = [...Object.values(driverVariables), ...judged];
  validation.refuseUnknown(
    [...namesIn(known), ...choosing],
    new Set(namesIn(own)),
    source === undefined ? `DB_DRIVER=${driver}` : `DB_DRIVER=${driver} DB_CREDENTIALS=${source}`,
  );
}

function namesIn(schemas: readonly z.ZodObject[]): string[] {
  return schemas.flatMap(({ shape }) => Object.keys(shape));
}
