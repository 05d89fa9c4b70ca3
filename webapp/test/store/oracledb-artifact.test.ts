import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../../local/postgres";
import { autonomous } from "../oracle/database/rules";
import { administrator, OracleServer } from "../oracle/server";
import { runArtifact, type Server, serveArtifact, unpackArtifact, until } from "../support/artifact";
import { temporaryPostgres } from "../support/database";
import { OciInstance } from "../support/oci";

const secretOf = (name: string) => `ocid1.vaultsecret.oc1.eu-frankfurt-1.${name}`;
const [first, second] = ["Once-4-ever-and-a-day", "Another-1-for-now"];

let artifact: { path: string; remove(): void };
let postgres: Postgres;
let oci: OciInstance;
let oracle: OracleServer;
let count = 0;
const servers: Server[] = [];

beforeAll(async () => {
  [artifact, postgres] = await Promise.all([unpackArtifact(), temporaryPostgres()]);
});
afterAll(async () => {
  artifact.remove();
  await postgres.stop();
});
beforeEach(async () => {
  oci = await OciInstance.start();
  oci.secrets.set(secretOf("administrator"), administrator.password).set(secretOf("app"), first);
  oracle = await OracleServer.start({
    postgres,
    name: `artifact_${++count}`,
    rules: autonomous(2),
    tls: oci.tls,
  });
});
afterEach(async () => {
  for (const { process } of servers.splice(0)) process.kill("SIGKILL");
  await oracle.stop();
  await oci.stop();
});

/** Variables that the stack gives both commands, and what an instance has around it. */
const common = () => ({
  ...oci.environment,
  DB_DRIVER: "oracledb",
  DB_CONNECT_STRING: descriptor(oracle),
  DB_CREDENTIALS: "oci-vault",
});

const migrate = (more: NodeJS.ProcessEnv = {}) =>
  runArtifact(artifact.path, ["migrate"], {
    ...common(),
    DB_USER: administrator.user,
    DB_SECRET_ID: secretOf("administrator"),
    APP_DB_USER: "WEBAPP",
    APP_DB_LOGIN: "oci-vault",
    APP_DB_SECRET_ID: secretOf("app"),
    ...more,
  });

async function serve(): Promise<Server> {
  const server = await serveArtifact(artifact.path, {
    ...common(),
    DB_USER: "WEBAPP",
    DB_SECRET_ID: secretOf("app"),
    DB_SCHEMA: administrator.user,
  });
  servers.push(server);
  return server;
}

/** Comes until it is counted: the line that counts logs in by itself, and not when health's does. */
async function expectVisit({ url }: Server, total: number): Promise<void> {
  let said = "";
  const counted = async () =>
    (said = await (await fetch(url, { headers: { accept: "text/plain" } })).text()).startsWith("Page");
  await until(counted, "a visit is counted");
  expect(said).toBe(`Page visited ${total} times!\n`);
}

const healthy = async ({ url }: Server) => (await fetch(`${url}/health`)).status === 200;

/** Name check in the descriptor of a private endpoint. */
const unchecked = "(security=(ssl_server_dn_match=no))";

/** The way to the server by a name that its certificate, one for 127.0.0.1, does not have. */
const elsewhere = (security: string) => descriptor(oracle, "localhost", security);

describe("the artifact on an instance of OCI", () => {
  test("creates its user with Vault's secrets over TLS, counts as that user, and follows both ways of a rotation until it is stopped", async () => {
    await expect(migrate().ended).resolves.toBe(0);
    const server = await serve();
    await until(() => healthy(server), "it is healthy");
    await expectVisit(server, 1);

    // Somebody changes the password and then the secret: in between nobody logs in.
    await oracle.database.change("password", "WEBAPP", second);
    await oracle.end(28);
    await until(async () => !(await healthy(server)), "the old password is refused");
    oci.secrets.set(secretOf("app"), second);
    await until(() => healthy(server), "it logs in with the new one");
    await expectVisit(server, 2);

    // The secret alone is changed: the migration of the next server that starts hands it to the database.
    oci.secrets.set(secretOf("app"), "A-third-1-for-later");
    await expect(migrate().ended).resolves.toBe(0);
    await oracle.end(28);
    await until(() => healthy(server), "it logs in with the third one");
    await expectVisit(server, 3);

    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
    await until(() => oracle.loggedIn.length === 0, "its sessions are gone");
    for (const word of [first, second, administrator.password]) expect(server.output()).not.toContain(word);
  });

  test("offers a refused password of the administrator once, says so, and stays: nothing starts it anew to offer it again", async () => {
    oci.secrets.set(secretOf("administrator"), "Of-yesterday-1-only");
    const command = migrate();
    await until(() => command.output().includes("not offered again"), "it says that it waits", 30_000);
    const offers = () => oracle.database.accounts.refusals.get(administrator.user);
    const asked = oci.questions;
    await until(() => oci.questions > asked + 1, "it asks for another version", 30_000);
    expect(command.process.exitCode).toBeNull();
    expect(offers()).toBe(1);
    expect(command.output()).toContain("until its secret has another version");
    oci.secrets.set(secretOf("administrator"), administrator.password);
    await expect(command.ended).resolves.toBe(0);
    expect(offers()).toBe(1);
  });

  test.each([
    ["checks the name in it", {}, ""],
    ["checks it although the descriptor does not ask for that", {}, unchecked],
    ["checks it where the descriptor asks for that", { DB_TLS_NAME: "unchecked" }, ""],
  ])("believes a certificate of an authority that it knows, and %s", async (_, variables, security) => {
    const command = migrate({ ...variables, DB_CONNECT_STRING: elsewhere(security) });
    const refused = /NJS-508: .*localhost +not present in certificate/;
    await until(() => refused.test(command.output()), "the name is refused", 60_000);
    command.process.kill("SIGKILL");
    // Nobody who is not believed hears of any user.
    expect([...oracle.database.accounts.refusals.keys()]).toEqual([]);
  });

  test("leaves the name in a certificate alone where the descriptor says so and nobody wants it checked", async () => {
    const command = migrate({ DB_TLS_NAME: "unchecked", DB_CONNECT_STRING: elsewhere(unchecked) });
    await expect(command.ended).resolves.toBe(0);
  });
});

/** The way to a server as Autonomous Database says it. */
function descriptor({ port }: OracleServer, host = "127.0.0.1", security = ""): string {
  const address = `(address=(protocol=tcps)(port=${port})(host=${host}))`;
  return `(description=(retry_count=2)(retry_delay=3)${address}(connect_data=(service_name=counter_tp))${security})`;
}
