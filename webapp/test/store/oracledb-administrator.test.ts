import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../../local/postgres";
import { open } from "../../src/store/oracledb";
import { autonomous } from "../oracle/database/rules";
import { OraError } from "../oracle/database/ora-error";
import { administrator, OracleServer } from "../oracle/server";
import { type Command, runArtifact, unpackArtifact, until } from "../support/artifact";
import { temporaryFolder, temporaryPostgres } from "../support/database";
import { OciInstance } from "../support/oci";

const secretOf = (name: string) => `ocid1.vaultsecret.oc1.eu-frankfurt-1.${name}`;
const app = { username: "WEBAPP", password: "Once-4-ever-and-a-day" };
const SERVERS = 5;
const OF_YESTERDAY = "Of-yesterday-1-only";

let artifact: { path: string; remove(): void };
let postgres: Postgres;
let oracle: OracleServer;
let count = 0;

beforeAll(async () => {
  [artifact, postgres] = await Promise.all([unpackArtifact(), temporaryPostgres()]);
});
afterAll(async () => {
  artifact.remove();
  await postgres.stop();
});
beforeEach(async () => {
  oracle = await OracleServer.start({ postgres, name: `administrator_${++count}`, rules: autonomous(2) });
});
afterEach(() => oracle.stop());

const refusals = () => oracle.database.accounts.refusals.get(administrator.user) ?? 0;

/** Runs a migration as one server does. */
async function migrateOnce(password = administrator.password): Promise<void> {
  const store = open({
    driver: "oracledb",
    connectString: oracle.connectString,
    credentials: { source: "env", username: administrator.user, password },
    appCredentials: { source: "env", ...app },
  });
  await store.migrate().finally(() => store.close());
}

describe("servers that boot at once", () => {
  let oci: OciInstance;
  let folders: { path: string; remove(): void }[];
  const commands: Command[] = [];
  beforeEach(async () => {
    oci = await OciInstance.start();
    oci.secrets.set(secretOf("administrator"), OF_YESTERDAY).set(secretOf("app"), app.password);
    folders = Array.from({ length: SERVERS }, () => temporaryFolder());
  });
  afterEach(async () => {
    await stop();
    for (const folder of folders) folder.remove();
    await oci.stop();
  });

  /** Has a server run `migrate`, with the folder that systemd gives it. */
  function boot({ path: folder }: { path: string }): Command {
    const command = runArtifact(artifact.path, ["migrate"], {
      ...oci.environment,
      DB_DRIVER: "oracledb",
      DB_CONNECT_STRING: oracle.connectString,
      DB_CREDENTIALS: "oci-vault",
      DB_USER: administrator.user,
      DB_SECRET_ID: secretOf("administrator"),
      APP_DB_USER: app.username,
      APP_DB_LOGIN: "oci-vault",
      APP_DB_SECRET_ID: secretOf("app"),
      STATE_DIRECTORY: folder,
    });
    commands.push(command);
    return command;
  }

  /** Waits until servers say that they wait for another version of the secret. */
  async function expectWaiting(waiting: readonly Command[]): Promise<void> {
    const said = "not offered again until its secret has another version";
    await until(() => waiting.every((command) => command.output().includes(said)), "all say so", 240_000);
  }

  async function stop(): Promise<void> {
    for (const { process } of commands) process.kill("SIGKILL");
    await Promise.all(commands.splice(0).map(({ ended }) => ended));
  }

  test("offer a refused password of the administrator once each, also when they are started anew, and it stays open", async () => {
    await expectWaiting(folders.map(boot));
    expect(refusals()).toBe(SERVERS);
    await stop();
    for (const folder of folders) {
      await expectWaiting([boot(folder)]);
      await stop();
    }
    expect(refusals()).toBe(SERVERS);
    expect(oracle.database.accounts.statusOf(administrator.user)).toBe("OPEN");

    oci.secrets.set(secretOf("administrator"), administrator.password);
    for (const folder of folders) await expect(boot(folder).ended).resolves.toBe(0);
    expect(refusals()).toBe(SERVERS);
  }, 600_000);

  test("are all done at once where it is right, though only one of them creates the user", async () => {
    const before = performance.now();
    await Promise.all(Array.from({ length: SERVERS }, () => migrateOnce()));
    expect(performance.now() - before).toBeLessThan(60_000);
    expect(refusals()).toBe(0);
    expect(oracle.database.accounts.statusOf(app.username)).toBe("OPEN");
  });
});

describe("the administrator's password is not offered", () => {
  beforeEach(() => migrateOnce());

  test.each<[string, () => unknown, RegExp]>([
    ["where the application can count", () => undefined, /^$/],
    ["to a standby", () => (oracle.database.role = "PHYSICAL STANDBY"), /physical standby/],
    ["to a database that only reads", () => (oracle.database.readOnly = true), /did not run the statement/],
    [
      "where no session is free",
      () => (oracle.closed = new OraError(18)),
      /no connection to Oracle Database/,
    ],
    [
      "while the database starts",
      () => (oracle.closed = new OraError(1033)),
      /no connection to Oracle Database/,
    ],
    [
      "where the listener knows no service",
      () => (oracle.listener = () => ({ refuse: 12514 })),
      /no connection/,
    ],
  ])("%s", async (_, prepare, said) => {
    prepare();
    const outcome = await migrateOnce(OF_YESTERDAY).then(
      () => "",
      (error: Error) => error.message,
    );
    expect(outcome).toMatch(said);
    expect(refusals()).toBe(0);
  });

  test.each<[string, () => unknown]>([
    ["whose account is locked", () => oracle.database.accounts.setStatus(app.username, "LOCKED")],
    ["whose password expired", () => oracle.database.accounts.setStatus(app.username, "EXPIRED")],
    [
      "who lost its right to count",
      () =>
        oracle.database.query(
          `REVOKE UPDATE (visits) ON "ADMIN".counter FROM ${oracle.database.roleOf(app.username)}`,
        ),
    ],
    [
      "who lost its right to a session",
      () =>
        oracle.database.query(
          `SET ROLE ${oracle.database.roleOf("DBA")};
          REVOKE CONNECT ON DATABASE "${oracle.database.postgres.database}" FROM ${oracle.database.roleOf(app.username)};
          RESET ROLE`,
        ),
    ],
  ])("but for an application %s", async (_, prepare) => {
    await prepare();
    await expect(migrateOnce(OF_YESTERDAY)).rejects.toMatchObject({ outcome: "unavailable" });
    expect(refusals()).toBe(1);
  });
});
