import { type ConfigError, readConfig } from "../../src/config/environment";
import type { Environment } from "../../src/config/validation";

/** Credentials by the environment. */
export const env = { DB_CREDENTIALS: "env", DB_USER: "counter", DB_PASSWORD: "hunter2-canary" };
/** PostgreSQL over TLS. */
export const pg = {
  DB_DRIVER: "pg",
  DB_HOST: "db.example.internal",
  DB_NAME: "counter",
  DB_CA_FILE: "ca.pem",
  ...env,
};
/** The application as a user of its own. */
export const app = { APP_DB_USER: "webapp", APP_DB_LOGIN: "aws-iam", APP_DB_REGION: "eu-central-1" };
/** Where Oracle Database listens. */
export const descriptor =
  "(description=(retry_count=20)(address=(protocol=tcps)(port=1521)(host=db.example))(connect_data=(service_name=c_tp)))";
/** Oracle Database. */
export const oracledb = { DB_DRIVER: "oracledb", DB_CONNECT_STRING: descriptor, ...env };
/** A secret on AWS. */
export const arn = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1-AbCdEf";
/** A secret on OCI. */
export const ocid = "ocid1.vaultsecret.oc1.iad.example";

/** Errors of an environment, a sentence each. */
export function problems(environment: Environment): readonly string[] {
  try {
    readConfig(environment);
  } catch (error) {
    return (error as ConfigError).problems;
  }
  throw new Error("the environment was accepted");
}
