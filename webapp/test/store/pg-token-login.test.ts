import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../../local/postgres";
import type { PgConfig } from "../../src/config/database-config";
import { open } from "../../src/store/pg";
import { runArtifact, unpackArtifact, until } from "../support/artifact";
import { administer, configFor, createDatabase, temporaryPostgres } from "../support/database";
import { jsonService } from "../support/service";

/** The first line stands for a token that was found to be good, the second for RDS, which asks members for nothing else. */
const access = `
host all webapp   127.0.0.1/32 trust
host all +rds_iam 127.0.0.1/32 reject
host all all      127.0.0.1/32 scram-sha-256
`;

let server: Postgres;
let database: Postgres;

/**
 * RDS lets its administrator grant `rds_iam` without being a member; PostgreSQL itself does not. So the administrator is a
 * member during the first migration, and no more when passwords are refused.
 */
beforeAll(async () => {
  server = await temporaryPostgres();
  await administer(
    server,
    `CREATE ROLE rds_iam;
     CREATE ROLE administrator LOGIN CREATEROLE PASSWORD 'secret';
     CREATE ROLE careless LOGIN CREATEROLE PASSWORD 'secret';
     GRANT rds_iam TO administrator WITH ADMIN OPTION`,
  );
  database = await createDatabase(server, "counting");
  await administer(server, "ALTER DATABASE counting OWNER TO administrator");
  await migrate();
  await administer({ ...database, user: "careless", password: "secret" }, "CREATE ROLE theirs LOGIN");
  await administer(
    server,
    "REVOKE rds_iam FROM administrator CASCADE; GRANT rds_iam TO webapp; GRANT rds_iam TO theirs",
  );
  await refuseMembers();
});
afterAll(() => server.stop());

async function refuseMembers(): Promise<void> {
  await administer(server, "CREATE ROLE member LOGIN PASSWORD 'secret' IN ROLE rds_iam");
  const [setting] = await administer(server, "SHOW hba_file");
  writeFileSync(String(setting?.hba_file), access);
  await administer(server, "SELECT pg_reload_conf()");
  await until(
    () =>
      logIn("member").then(
        () => false,
        () => true,
      ),
    "members are refused",
  );
}

const logIn = (user: string) => administer({ ...database, user, password: "secret" }, "SELECT 1");

const as = (username: string, password: string): PgConfig => ({
  ...configFor(database),
  credentials: { source: "env", username, password },
});

async function migrate(password = "secret"): Promise<void> {
  const appCredentials = { source: "env", username: "webapp", password: "token" } as const;
  const store = open({ ...as("administrator", password), appCredentials });
  await store.migrate().finally(() => store.close());
}

const mayCount = () =>
  administer(database, "SELECT has_column_privilege('webapp', 'counter', 'visits', 'UPDATE') AS update");

describe("where members of rds_iam are asked for a token and refused a password", () => {
  test("who creates such a role is refused, too", async () => {
    await expect(logIn("careless")).rejects.toMatchObject({ code: "28000" });
  });

  test("the administrator keeps its password", async () => {
    await expect(logIn("administrator")).resolves.toHaveLength(1);
    const members = await administer(
      server,
      `SELECT role.rolname AS role, member.rolname AS member FROM pg_auth_members
         JOIN pg_roles role ON role.oid = roleid JOIN pg_roles member ON member.oid = member
        WHERE 'webapp' IN (role.rolname, member.rolname)`,
    );
    expect(members).toEqual([{ role: "rds_iam", member: "webapp" }]);
  });

  test("a migration that finds nothing to do needs no administrator", async () => {
    await expect(migrate("refused")).resolves.toBeUndefined();
  });

  test("a right that the app lacks is granted by the administrator", async () => {
    await administer(database, "REVOKE UPDATE (visits) ON counter FROM webapp");
    await expect(migrate("refused")).rejects.toMatchObject({ cause: { code: "28P01" } });
    await migrate();
    await expect(mayCount()).resolves.toEqual([{ update: true }]);
  });

  test("a counter that is not there is made by the administrator", async () => {
    await administer(database, "DROP TABLE counter");
    await expect(migrate("refused")).rejects.toMatchObject({ cause: { code: "28P01" } });
    await migrate();
    await expect(mayCount()).resolves.toEqual([{ update: true }]);
  });
});

test("the artifact reads the administrator's secret for a fresh database, and never again", async () => {
  await administer(server, "CREATE DATABASE fresh OWNER administrator");
  let questions = 0;
  const secrets = await jsonService(() => {
    questions++;
    return [200, { SecretString: JSON.stringify({ username: "administrator", password: "secret" }) }];
  });
  const artifact = await unpackArtifact();
  const migrateArtifact = () =>
    runArtifact(artifact.path, ["migrate"], {
      DB_DRIVER: "pg",
      DB_HOST: server.host,
      DB_PORT: String(server.port),
      DB_TLS: "off",
      DB_NAME: "fresh",
      DB_CREDENTIALS: "aws-secrets-manager",
      DB_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds!db-1-AbCdEf",
      APP_DB_USER: "webapp",
      APP_DB_LOGIN: "aws-iam",
      APP_DB_REGION: "eu-central-1",
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "example",
    }).ended;
  try {
    await expect(migrateArtifact()).resolves.toBe(0);
    expect(questions).toBe(1);
    await expect(migrateArtifact()).resolves.toBe(0);
    expect(questions).toBe(1);
  } finally {
    artifact.remove();
    await secrets.stop();
  }
});
