import type * as z from "zod";
import { type CredentialSourceName, credentialSourceNames } from "./credentials";
import type { MetricsAddress } from "./metrics/endpoint";
import type { Origin } from "./page";
import { type DriverName, driverNames } from "./store";
import { credentialVariables, driverVariables, secretVariables, serverVariables } from "./variables";

/** The environment's variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where the database's user and password come from. */
export type CredentialsConfig =
  | { readonly source: "env"; readonly username: string; readonly password: string }
  | { readonly source: "aws-secrets-manager"; readonly secretArn: string }
  | {
      readonly source: "aws-iam";
      readonly username: string;
      readonly region: string;
      readonly host: string;
      readonly port: number;
    }
  | { readonly source: "oci-vault"; readonly username: string; readonly secretId: string };

/** Credentials of a role whose name is known before anybody is asked for them. */
export type AppCredentials = Extract<CredentialsConfig, { readonly username: string }>;

/** How PostgreSQL is reached. */
export interface PgConfig {
  /** The driver that this configuration is for. */
  readonly driver: "pg";
  /** Name or address of the server; with TLS its certificate must carry it. */
  readonly host: string;
  /** Port of the server. */
  readonly port: number;
  /** Name of the database. */
  readonly name: string;
  /** File of the certificate authorities that the server is verified with, or no TLS on a loopback address. */
  readonly tls: { readonly caFile: string } | "off";
  /** Where the user and the password come from. */
  readonly credentials: CredentialsConfig;
  /**
   * A role for `migrate` to create, with the rights that `serve` needs and no others.
   *
   * @default - none; `serve` logs in as `migrate` does
   */
  readonly appCredentials?: AppCredentials;
}

/** How Oracle Database is reached. */
export interface OracledbConfig {
  /** The driver that this configuration is for. */
  readonly driver: "oracledb";
  /** Connect descriptor or Easy Connect string. */
  readonly connectString: string;
  /** Where the user and the password come from. */
  readonly credentials: CredentialsConfig;
  /**
   * Schema that holds the counter.
   *
   * @default - that of the user who logs in
   */
  readonly schema?: string;
  /**
   * A user for `migrate` to create, with the rights that `serve` needs and no others.
   *
   * @default - none; `serve` logs in as `migrate` does
   */
  readonly appCredentials?: CredentialsConfig;
}

/** How the chosen database is reached. */
export type DatabaseConfig = PgConfig | OracledbConfig | { readonly driver: "memory" };

/** What the web app was told by its environment. */
export interface Config {
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Least severe level that is logged. */
  readonly logLevel: z.output<typeof serverVariables>["LOG_LEVEL"];
  /** How long a stopping server reports itself unhealthy before it stops listening, in seconds. */
  readonly drainSeconds: number;
  /** How long `migrate` waits for the database, in seconds. */
  readonly migrateTimeoutSeconds: number;
  /** What the page tells of where it comes from. */
  readonly origin: Origin;
  /**
   * Where metrics are served.
   *
   * @default - nowhere, and nothing is measured
   */
  readonly metrics?: MetricsAddress;
  /** How the chosen database is reached. */
  readonly database: DatabaseConfig;
}

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
  const problems: string[] = [];
  const server = check(env, serverVariables, problems);
  const database = checkDatabase(env, problems);
  if (problems.length > 0 || server === undefined || database === undefined) throw new ConfigError(problems);
  return {
    host: server.HOST,
    port: server.PORT,
    logLevel: server.LOG_LEVEL,
    drainSeconds: server.DRAIN_SECONDS,
    migrateTimeoutSeconds: server.MIGRATE_TIMEOUT_SECONDS,
    origin: originOf(server),
    ...(server.METRICS_PORT !== undefined && {
      metrics: { host: server.METRICS_HOST, port: server.METRICS_PORT },
    }),
    database,
  };
}

function originOf({
  SERVER_LABEL: server,
  DATABASE_LABEL: database,
}: z.output<typeof serverVariables>): Origin {
  return { ...(server !== undefined && { server }), ...(database !== undefined && { database }) };
}

function checkDatabase(env: Environment, problems: string[]): DatabaseConfig | undefined {
  const driver = choose(env, "DB_DRIVER", driverNames, problems);
  if (driver === undefined) return undefined;
  const source = driver === "memory" ? undefined : choose(env, "DB_CREDENTIALS", sourcesOf(driver), problems);
  refuseStrangers(env, driver, source, problems);
  const credentials = source && checkCredentials(env, source, problems);
  switch (driver) {
    case "memory":
      return { driver };
    case "pg":
      return checkPg(env, credentials, problems);
    case "oracledb":
      return checkOracledb(env, credentials, problems);
  }
}

/** Only RDS takes tokens for passwords, and of its engines only those that there is a driver for here. */
function sourcesOf(driver: DriverName): CredentialSourceName[] {
  return credentialSourceNames.filter((source) => source !== "aws-iam" || driver === "pg");
}

function checkPg(
  env: Environment,
  credentials: CredentialsConfig | undefined,
  problems: string[],
): PgConfig | undefined {
  const given = check(env, driverVariables.pg, problems);
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
  env: Environment,
  credentials: CredentialsConfig | undefined,
  problems: string[],
): OracledbConfig | undefined {
  const given = check(env, driverVariables.oracledb, problems);
  if (given === undefined || credentials === undefined) return undefined;
  const { DB_SCHEMA: schema, APP_DB_USER: username, APP_DB_SECRET_ID: secretId } = given;
  return {
    driver: "oracledb",
    connectString: given.DB_CONNECT_STRING,
    credentials,
    ...(schema && { schema }),
    ...(username && secretId && { appCredentials: { source: "oci-vault", username, secretId } }),
  };
}

function checkCredentials(
  env: Environment,
  source: CredentialSourceName,
  problems: string[],
): CredentialsConfig | undefined {
  switch (source) {
    case "env": {
      const given = check(env, credentialVariables.env, problems);
      return given && { source, username: given.DB_USER, password: given.DB_PASSWORD };
    }
    case "aws-secrets-manager": {
      const given = check(env, credentialVariables[source], problems);
      return given && { source, secretArn: given.DB_SECRET_ARN };
    }
    case "aws-iam": {
      const given = check(env, credentialVariables[source], problems);
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
      const given = check(env, credentialVariables[source], problems);
      return given && { source, username: given.DB_USER, secretId: given.DB_SECRET_ID };
    }
  }
}

function check<T extends z.ZodType>(
  env: Environment,
  schema: T,
  problems: string[],
): z.output<T> | undefined {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) {
    const sentence = problem(env, String(path[0]), message);
    // A driver and a source of credentials may both need the same variable.
    if (!problems.includes(sentence)) problems.push(sentence);
  }
  return undefined;
}

function choose<T extends string>(
  env: Environment,
  variable: string,
  values: readonly T[],
  problems: string[],
): T | undefined {
  const chosen = values.find((value) => value === env[variable]);
  if (chosen === undefined) problems.push(problem(env, variable, `one of ${values.join(", ")}`));
  return chosen;
}

/** Variables of another driver or source contradict the choice: which of the two was meant is not ours to guess. */
function refuseStrangers(
  env: Environment,
  driver: DriverName,
  source: CredentialSourceName | undefined,
  problems: string[],
): void {
  const own = new Set([
    ...Object.keys(driverVariables[driver].shape),
    ...(source ? Object.keys(credentialVariables[source].shape) : []),
    ...(driver === "memory" ? [] : ["DB_CREDENTIALS"]),
  ]);
  // Without a valid source nothing is known about which of its variables are right.
  const judged = source || driver === "memory" ? Object.values(credentialVariables) : [];
  const known = [...Object.values(driverVariables), ...judged].flatMap((schema) => Object.keys(schema.shape));
  const choice =
    source === undefined ? `DB_DRIVER=${driver}` : `DB_DRIVER=${driver} DB_CREDENTIALS=${source}`;
  for (const variable of new Set([...known, ...(driver === "memory" ? ["DB_CREDENTIALS"] : [])])) {
    if (env[variable] !== undefined && !own.has(variable)) {
      problems.push(problem(env, variable, `absent with \`${choice}\``));
    }
  }
}

function problem(env: Environment, variable: string, rule: string): string {
  const value = env[variable];
  const given =
    value === undefined
      ? "it is not set"
      : secretVariables.has(variable)
        ? "got a hidden value"
        : `got "${value}"`;
  return `\`${variable}\` must be ${rule}; ${given}`;
}
