import { describe, expect, test } from "@jest/globals";
import { readConfig } from "../../src/config/environment";
import { passwordStep, schema, userSteps } from "../../src/store/oracledb-migration";

const login = { user: "WEBAPP", password: "canary-'-and-\\-4-ever" };
const steps = [...userSteps(login), passwordStep(login)];

describe("the migration of Oracle Database", () => {
  test("grants the app's user a session, the counter to read and its visits to change, and nothing else", () => {
    const grants = steps.map(({ sql }) => sql).filter((sql) => sql.startsWith("GRANT"));
    expect(grants).toEqual([
      'GRANT CREATE SESSION TO "WEBAPP"',
      'GRANT SELECT ON counter TO "WEBAPP"',
      'GRANT UPDATE (visits) ON counter TO "WEBAPP"',
    ]);
  });

  test("looks before it grants, so that running servers are not disturbed", () => {
    for (const step of steps.filter(({ sql }) => sql.startsWith("GRANT")))
      expect(step.unless?.binds).toEqual({ grantee: "WEBAPP" });
  });

  test("writes the password into no statement: it is bound, and quoted by the database", () => {
    expect(JSON.stringify([...schema, ...steps].map(({ sql }) => sql))).not.toContain("canary");
    for (const { sql, binds } of steps.filter(({ sql }) => sql.includes("IDENTIFIED")))
      expect([sql, binds]).toEqual([
        expect.stringMatching(/^BEGIN EXECUTE IMMEDIATE .*DBMS_ASSERT\.ENQUOTE_NAME\(:password, FALSE\)/),
        { password: login.password },
      ]);
  });

  test("says what 19c understands as well", () => {
    for (const { sql } of [...schema, ...steps])
      expect(sql).not.toMatch(/IF (NOT )?EXISTS|BOOLEAN|ON SCHEMA|ROLE/i);
  });

  test.each(['WEBAPP" QUOTA UNLIMITED ON DATA --', "webapp", ""])("refuses %j as a user", (user) => {
    expect(() => userSteps({ ...login, user })).toThrow("`user` must be of capital letters, digits and _");
  });
});

describe("the environment of Oracle Database", () => {
  const administrator = {
    DB_DRIVER: "oracledb",
    DB_CONNECT_STRING: "tcps://db.example:1521/c_tp",
    DB_CREDENTIALS: "oci-vault",
    DB_USER: "ADMIN",
    DB_SECRET_ID: "ocid1.vaultsecret.oc1.iad.administrator",
  };
  const app = {
    APP_DB_USER: "WEBAPP",
    APP_DB_LOGIN: "oci-vault",
    APP_DB_SECRET_ID: "ocid1.vaultsecret.oc1.iad.app",
  };

  test("tells migrate whom to let in", () => {
    expect(readConfig({ ...administrator, ...app }).database).toMatchObject({
      credentials: { username: "ADMIN" },
      appCredentials: { source: "oci-vault", username: "WEBAPP", secretId: app.APP_DB_SECRET_ID },
    });
    expect(readConfig(administrator).database).not.toHaveProperty("appCredentials");
  });

  test("tells serve whose the counter is", () => {
    expect(readConfig({ ...administrator, DB_SCHEMA: "ADMIN" }).database).toMatchObject({ schema: "ADMIN" });
  });

  test.each([
    [{ DB_SCHEMA: "admin" }, "`DB_SCHEMA` must be a schema of capital letters, digits and _"],
    [{ ...app, APP_DB_USER: "web-app" }, "`APP_DB_USER` must be a user of capital letters"],
    [{ ...app, APP_DB_LOGIN: "aws-iam" }, "`APP_DB_LOGIN` must be oci-vault, or not set"],
    [{ ...app, APP_DB_SECRET_ID: "x" }, "`APP_DB_SECRET_ID` must be the OCID of a secret"],
    [
      { ...app, APP_DB_SECRET_ID: undefined },
      "`APP_DB_SECRET_ID` must be given together with APP_DB_USER and APP_DB_LOGIN",
    ],
  ])("refuses %j", (given, problem) => {
    expect(() => readConfig({ ...administrator, ...given })).toThrow(problem);
  });
});
