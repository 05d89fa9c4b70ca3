import type { Edits } from "../mutant";

/** How the web app reaches Oracle Database. */
export const appOracle: Edits = {
  "webapp/src/store/oracledb-statements.ts": [
    {
      name: "app: Oracle's update is never committed",
      find: "      { step, visits: { dir: driver.BIND_OUT, type: driver.NUMBER } },\n      { autoCommit: true },",
      put: "      { step, visits: { dir: driver.BIND_OUT, type: driver.NUMBER } },\n      { autoCommit: false },",
    },
    {
      name: "app: health does not ask Oracle whether it may count",
      find: "  await ask(connection.execute(update, {}, { autoCommit: true }));",
      put: "  void update;",
    },
    {
      name: "app: health on Oracle counts a visit",
      find: "WHERE id = 1 AND 1 = 0`",
      put: "WHERE id = 1`",
    },
    {
      name: "app: health on Oracle does not look at the role",
      find: "  requireNoStandby(rows?.[0]?.[1]);\n",
      put: "",
    },
  ],
  "webapp/src/store/oracledb-errors.ts": [
    {
      name: "app: a standby is called healthy",
      find: 'if (role === "PHYSICAL STANDBY" || role === "LOGICAL STANDBY")',
      put: 'if (role === "SNAPSHOT STANDBY")',
    },
    {
      name: "app: a logical standby is called healthy",
      find: 'if (role === "PHYSICAL STANDBY" || role === "LOGICAL STANDBY")',
      put: 'if (role === "PHYSICAL STANDBY")',
    },
    {
      name: "app: a statement whose connection broke is sent again",
      find: 'code.startsWith("ORA-12") || LOST.has(code))',
      put: "LOST.has(code))",
    },
    {
      name: "app: a session that ended is thought to have run nothing",
      find: '  "ORA-00028",\n',
      put: "",
    },
    {
      name: "app: a connection to a standby is kept",
      find: " || error instanceof StandbyError) return false;",
      put: ") return false;",
    },
  ],
  "webapp/src/store/oracledb-connection.ts": [
    {
      name: "app: Oracle's statements have no limit",
      find: "        connection.callTimeout = Math.ceil(statementMs * 0.9);\n",
      put: "",
    },
    {
      name: "app: a refused password is offered again and again",
      security: true,
      find: "        if (isRefusedLogin(error)) refused.remember(login, error);\n",
      put: "",
    },
    {
      name: "app: an attempt that was given up keeps its sockets",
      find: "abandon: () => sockets.destroy() };",
      put: "abandon: () => undefined };",
    },
    {
      name: "app: a descriptor's own retries stay",
      find: 'connectString.replace(/\\(\\s*retry_(count|delay)\\s*=\\s*\\d+\\s*\\)/gi, "")',
      put: "connectString",
    },
  ],
  "webapp/src/store/oracledb-migration.ts": [
    {
      name: "app: the application's user may delete the counter on Oracle",
      security: true,
      find: "sql: `GRANT SELECT ON counter TO ${quoted(user)}`,",
      put: "sql: `GRANT SELECT, DELETE ON counter TO ${quoted(user)}`,",
    },
    {
      name: "app: a user's name is put into SQL unchecked",
      security: true,
      find: "if (!/^[A-Z][A-Z0-9_]*$/.test(user))",
      put: 'if (user === "")',
    },
    {
      name: "app: a password stands in the text of a statement",
      security: true,
      find: "DBMS_ASSERT.ENQUOTE_NAME(:password, FALSE)",
      put: "'\"' || :password || '\"'",
    },
  ],
  "webapp/src/store/oracledb-migrator.ts": [
    {
      name: "app: an administrator's password is tried as often as an application's",
      security: true,
      find: "new RefusedPassword(pauses.administrator, undefined, kept);",
      put: "new RefusedPassword(pauses.application, undefined, kept);",
    },
    {
      name: "app: a locked user stays locked",
      find: "if (isLocked(refusal)) {",
      put: "if (isLocked(refusal) && false) {",
    },
  ],
  "webapp/src/store/refused-password.ts": [
    {
      name: "app: a refused password is offered after five seconds",
      security: true,
      find: "const MINUTE_MS = 60_000;",
      put: "const MINUTE_MS = 1_000;",
    },
    {
      name: "app: an administrator's password is offered again each hour",
      security: true,
      find: "administrator: [Infinity],",
      put: "administrator: [5 * MINUTE_MS, 60 * MINUTE_MS],",
    },
  ],
};
