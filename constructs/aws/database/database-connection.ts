import type { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import type { DatabaseConnection } from "../../private-database";

/** PostgreSQL's own port. */
export const databasePort = 5432;

/** The application's user in PostgreSQL: a role without a password, which `migrate` creates. */
export const appUser = "webapp";

/** Properties of {@link DatabaseConnection}. */
export interface DatabaseConnectionProps {
  /** The database. */
  readonly instance: DbInstance;
  /** Region that holds it. */
  readonly region: string;
  /** Its major version. */
  readonly engineVersion: string;
  /** ARN of the administrator's secret. */
  readonly secretArn: string;
}

/** Writes how the web app reaches the database: as itself by a token, and to prepare it as the administrator. */
export function databaseConnection({
  instance,
  region,
  engineVersion,
  secretArn,
}: DatabaseConnectionProps): DatabaseConnection {
  const server = {
    DB_DRIVER: "pg",
    DB_HOST: instance.address,
    DB_PORT: String(databasePort),
    DB_NAME: instance.dbName,
    DB_CA_FILE: "rds-ca-bundle.pem",
  };
  return {
    driver: "pg",
    environment: {
      ...server,
      DB_CREDENTIALS: "aws-iam",
      DB_USER: appUser,
      DB_REGION: region,
      DATABASE_LABEL: `PostgreSQL ${engineVersion}`,
    },
    migration: {
      ...server,
      DB_CREDENTIALS: "aws-secrets-manager",
      DB_SECRET_ARN: secretArn,
      APP_DB_USER: appUser,
      APP_DB_LOGIN: "aws-iam",
      APP_DB_REGION: region,
    },
  };
}
