import type { Edits } from "../mutant";

/** How the web app reaches PostgreSQL, and what both stores share. */
export const appStore: Edits = {
  "webapp/src/store/pg-connection.ts": [
    {
      name: "app: PostgreSQL's certificate is not verified",
      security: true,
      find: "ssl: tls === undefined ? false : { secureContext: tls },",
      put: "ssl: tls === undefined ? false : { secureContext: tls, rejectUnauthorized: false },",
    },
    {
      name: "app: the name on PostgreSQL's certificate is not checked",
      security: true,
      find: "ssl: tls === undefined ? false : { secureContext: tls },",
      put: "ssl: tls === undefined ? false : { secureContext: tls, checkServerIdentity: () => undefined },",
    },
    {
      name: "app: PostgreSQL is reached without TLS",
      security: true,
      find: "ssl: tls === undefined ? false : { secureContext: tls },",
      put: "ssl: false,",
    },
    {
      name: "app: a number is given before it is on the disk",
      find: 'synchronous_commit: "on",',
      put: 'synchronous_commit: "off" as "on",',
    },
    {
      name: "app: PostgreSQL's statements have no limit",
      find: "statement_timeout: Math.ceil(statementMs * 0.9),",
      put: "statement_timeout: 0,",
    },
    {
      name: "app: a token that expired is offered again",
      find: "        if (isRefusedLogin(error)) credentials.refuse(login);\n",
      put: "",
    },
    {
      name: "app: an idle connection is asked about after hours",
      find: "    keepAlive: true,\n",
      put: "    keepAlive: false,\n",
    },
  ],
  "webapp/src/store/pg-errors.ts": [
    {
      name: "app: a commit that may be on the disk is repeated",
      find: 'error.severity === "ERROR"',
      put: 'error.severity !== "FATAL"',
    },
    {
      name: "app: a server that says good-bye is thought to have run nothing",
      find: "const FAREWELL = /^(08|57P)/;",
      put: "const FAREWELL = /^(08)/;",
    },
    {
      name: "app: a server that only reads is kept",
      find: " || error instanceof ReadOnlyError) return false;",
      put: ") return false;",
    },
    {
      name: "app: a statement whose table was altered is never prepared anew",
      find: "const STALE = /^(0A|26)/;",
      put: "const STALE = /^(26)/;",
    },
  ],
  "webapp/src/store/pg-migration.ts": [
    {
      name: "app: the application's role may delete the counter",
      security: true,
      find: "      GRANT SELECT ON counter TO ${role};",
      put: "      GRANT SELECT, DELETE ON counter TO ${role};",
    },
    {
      name: "app: the application's role may change the counter's id",
      security: true,
      find: "GRANT UPDATE (visits) ON counter TO ${role};",
      put: "GRANT UPDATE ON counter TO ${role};",
    },
    {
      name: "app: the application's role may create databases",
      security: true,
      find: "CREATE ROLE ${role} LOGIN;",
      put: "CREATE ROLE ${role} LOGIN CREATEDB;",
    },
    {
      name: "app: servers that start together collide over the schema",
      find: "  SELECT pg_advisory_xact_lock(${MIGRATION_LOCK});\n",
      put: "",
    },
    {
      name: "app: the administrator stays a member of the application's role",
      security: true,
      find: "      SET LOCAL ROLE counterpart_creator;\n",
      put: "",
    },
  ],
  "webapp/src/store/pg-tls.ts": [
    {
      name: "app: half a file of certificates is taken",
      security: true,
      find: "certificates.length === 0 || certificates.length !== begun",
      put: "certificates.length === 0",
    },
  ],
  "webapp/src/store/pg-statement.ts": [
    {
      name: "app: a value is put into SQL unchecked",
      security: true,
      find: "if (!/^\\d+$/.test(value))",
      put: 'if (value === "")',
    },
    {
      name: "app: a number is given before its commit",
      find: "    this.row ??= fields;\n  }\n\n  /** Comes before the commit, so nothing may be made of it. */\n  handleCommandComplete(): void {\n    return;\n",
      put: "    this.row ??= fields;\n  }\n\n  /** Comes before the commit, so nothing may be made of it. */\n  handleCommandComplete(): void {\n    this.resolve(this.row);\n",
    },
  ],
  "webapp/src/store/single-connection.ts": [
    {
      name: "app: a visitor waits for ten seconds",
      find: "{ waitMs: 1_000, statementMs: 1_000, dialMs: DIAL_MS }",
      put: "{ waitMs: 9_000, statementMs: 1_000, dialMs: DIAL_MS }",
    },
    {
      name: "app: health waits for as long as a visitor",
      find: "{ waitMs: 450, statementMs: 450, dialMs: DIAL_MS }",
      put: "{ waitMs: 1_000, statementMs: 1_000, dialMs: DIAL_MS }",
    },
    {
      name: "app: a broken connection is used again",
      find: "      if (!sound(error)) void this.drop();\n",
      put: "",
    },
    {
      name: "app: a crowd of visitors is a crowd of log-ins",
      find: "      this.holdOff();\n",
      put: "      this.connection = undefined;\n",
    },
    {
      name: "app: two statements run at once on a connection",
      find: "    this.turn = before.then(() => mine);\n",
      put: "    this.turn = before;\n",
    },
    {
      name: "app: who reads is told what was true before it asked",
      find: "      sent = true;\n      next = undefined;\n",
      put: "      sent = true;\n",
    },
  ],
  "webapp/src/store/dial.ts": [
    {
      name: "app: a log-in is given up after a second",
      find: "export const DIAL_MS = 10_000;",
      put: "export const DIAL_MS = 1_000;",
    },
    {
      name: "app: a server that is slow is asked for one log-in after another",
      find: "      if (attempts.some((attempt) => attempt.heard())) return;\n",
      put: "",
    },
  ],
  "webapp/src/store/store.ts": [
    {
      name: "app: a total beyond what is exact is given",
      find: "!Number.isSafeInteger(total) || total < 0",
      put: "total < 0",
    },
    {
      name: "app: the last number is refused one too late",
      find: "total >= Number.MAX_SAFE_INTEGER",
      put: "total > Number.MAX_SAFE_INTEGER",
    },
  ],
  "webapp/src/credentials/kept.ts": [
    {
      name: "app: the source of passwords is asked at every log-in",
      find: "if (this.kept !== undefined && this.now() < this.kept.until) return",
      put: "if (this.kept !== undefined && this.now() < 0) return",
    },
    {
      name: "app: expired credentials are used",
      find: "(login.validMs ?? Infinity)",
      put: "Infinity",
    },
  ],
  "webapp/src/credentials/index.ts": [
    {
      name: "app: a source of credentials that failed to open is kept",
      find: "      if (opened === source) opened = undefined;\n",
      put: "",
    },
  ],
  "webapp/src/credentials/credentials.ts": [
    {
      name: "app: a question for credentials waits for a minute",
      find: "giveUpMs = 5_000",
      put: "giveUpMs = 60_000",
    },
  ],
  "webapp/src/credentials/oci.ts": [
    {
      name: "app: an empty secret of OCI is a password",
      security: true,
      find: '  if (password === "")\n',
      put: '  if (password === " ")\n',
    },
    {
      name: "app: a workload on OKE asks as its node",
      security: true,
      find: "if (workloadRegion !== undefined) return WorkloadIdentity.open();",
      put: 'if (workloadRegion === "") return WorkloadIdentity.open();',
    },
  ],
  "webapp/src/credentials/aws-iam.ts": [
    {
      name: "app: a token is used after it ran out",
      find: "const VALID_MS = 14 * 60_000;",
      put: "const VALID_MS = 24 * 60_000;",
    },
  ],
  "webapp/src/credentials/aws.ts": [
    {
      name: "app: a secret that is broken is told in the log",
      security: true,
      find: "its content is not shown`,",
      put: "its content is ${content}`,",
    },
  ],
};
