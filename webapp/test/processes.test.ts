import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../local/postgres";
import { environmentFor } from "../../local/web-app";
import { runArtifact, type Server, serveArtifact, unpackArtifact, until } from "./support/artifact";
import { administer, createDatabase, temporaryPostgres } from "./support/database";
import { openRaw } from "./support/raw";
import { rawService } from "./support/service";

let postgres: Postgres;
let artifact: { path: string; remove(): void };
beforeAll(async () => {
  [postgres, artifact] = await Promise.all([temporaryPostgres({ tls: true }), unpackArtifact()]);
});
afterAll(async () => {
  artifact.remove();
  await postgres.stop();
});

const migrate = (database: Postgres, more: NodeJS.ProcessEnv = {}) =>
  runArtifact(artifact.path, ["migrate"], { ...environmentFor(database), ...more });
const serve = (database: Postgres, more: NodeJS.ProcessEnv = {}) =>
  serveArtifact(artifact.path, { ...environmentFor(database), ...more });

async function end(...servers: Server[]): Promise<void> {
  for (const { process } of servers) process.kill("SIGTERM");
  await Promise.all(servers.map(({ ended }) => ended));
}

/** A client that records the number in every answer. */
async function record(url: string, visits: number, numbers: number[]): Promise<void> {
  for (let visit = 0; visit < visits; visit++) {
    const answer = await fetch(url);
    const [, number] = /^Page visited (\d+) times!\n$/.exec(await answer.text()) ?? [];
    if (answer.ok) numbers.push(Number(number));
  }
}

describe("migrate", () => {
  test("succeeds in eight processes at once on one fresh database, and again after that", async () => {
    const database = await createDatabase(postgres, "eight");
    const commands = Array.from({ length: 8 }, () => migrate(database));
    expect(await Promise.all(commands.map(({ ended }) => ended))).toEqual(Array(8).fill(0));
    await expect(migrate(database).ended).resolves.toBe(0);
    await expect(administer(database, "SELECT * FROM counter")).resolves.toEqual([{ id: 1, visits: "0" }]);
  });

  test("waits for a database that is not there yet", async () => {
    const command = migrate({ ...postgres, database: "late" });
    await until(
      () => command.output().includes("the schema is not there yet, trying again"),
      "it tries again",
    );
    await createDatabase(postgres, "late");
    await expect(command.ended).resolves.toBe(0);
  });

  test("gives up with 1 when its time is over, and says why", async () => {
    const command = migrate({ ...postgres, database: "never" }, { MIGRATE_TIMEOUT_SECONDS: "1" });
    await expect(command.ended).resolves.toBe(1);
    expect(command.output()).toContain('database \\"never\\" does not exist');
  });

  test("goes on until a right is granted, and says what it waits for", async () => {
    const database = await createDatabase(postgres, "readers");
    await administer(postgres, "CREATE ROLE reader LOGIN PASSWORD 'reader'");
    await administer(database, "REVOKE CREATE ON SCHEMA public FROM PUBLIC");
    const command = migrate({ ...database, user: "reader", password: "reader" });
    await until(() => command.output().includes("trying again"), "it tries again");
    expect(command.output()).toContain("waiting for this to pass: permission denied for schema public");
    await administer(database, "GRANT CREATE ON SCHEMA public TO reader");
    await expect(command.ended).resolves.toBe(0);
  });
});

test.each(["migrate", "serve"])(
  "%s ends with 1 where the file of authorities is missing, and names it",
  async (name) => {
    const command = runArtifact(artifact.path, [name], {
      ...environmentFor(postgres),
      DB_TLS: undefined,
      DB_CA_FILE: "nowhere.pem",
      PORT: "0",
    });
    await expect(command.ended).resolves.toBe(1);
    expect(command.output()).toContain("`DB_CA_FILE` must be a PEM file");
    expect(command.output()).toContain("nowhere.pem");
  },
);

describe("serve", () => {
  test("ends at once where an error is caught by nobody, however long it would drain", async () => {
    const database = await createDatabase(postgres, "uncaught");
    await migrate(database).ended;
    const trap = "process.on('SIGUSR2', () => { throw new Error('canary'); })";
    const server = await serve(database, {
      DRAIN_SECONDS: "65",
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(trap)}`,
    });
    const begin = performance.now();
    server.process.kill("SIGUSR2");
    await expect(server.ended).resolves.toBe(1);
    expect(performance.now() - begin).toBeLessThan(5_000);
    expect(server.output()).toContain("ending at once because of an error that nobody caught");
    expect(server.output()).toContain("canary");
  });

  test("never loses or repeats a number, though three servers and twelve clients count on one row", async () => {
    const database = await createDatabase(postgres, "crowd");
    await migrate(database).ended;
    const servers = await Promise.all([serve(database), serve(database), serve(database)]);
    const numbers: number[] = [];
    const clients = Array.from({ length: 12 }, (_, index) =>
      record(servers[index % 3]?.url ?? "", 50, numbers),
    );
    await Promise.all(clients);
    await end(...servers);
    expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1));
    await expect(administer(database, "SELECT visits FROM counter")).resolves.toEqual([{ visits: "600" }]);
  });

  test("starts before the database is there, says so at /health, and recovers by itself", async () => {
    const server = await serve({ ...postgres, database: "tomorrow" });
    const health = async () => (await fetch(`${server.url}/health`)).status;
    expect(await health()).toBe(503);
    expect((await fetch(server.url)).status).toBe(503);
    const database = await createDatabase(postgres, "tomorrow");
    expect(await health()).toBe(503);
    await expect(migrate(database).ended).resolves.toBe(0);
    await until(async () => (await health()) === 200, "the server is healthy");
    expect(await (await fetch(server.url)).text()).toBe("Page visited 1 times!\n");
    await end(server);
  });

  test("turns unhealthy first, answers what is in flight, and then exits with 0", async () => {
    const database = await createDatabase(postgres, "drained");
    await migrate(database).ended;
    const server = await serve(database, { DRAIN_SECONDS: "1" });
    expect((await fetch(`${server.url}/health`)).status).toBe(200);
    const lock = administer(
      database,
      "BEGIN; SELECT * FROM counter FOR UPDATE; SELECT pg_sleep(0.8); COMMIT",
    );
    await until(async () => (await administer(database, blocked)).length > 0, "the row is locked");
    const visit = fetch(server.url);
    server.process.kill("SIGTERM");
    await until(async () => (await fetch(`${server.url}/health`)).status === 503, "the health turned");
    expect(await (await visit).text()).toBe("Page visited 1 times!\n");
    await expect(server.ended).resolves.toBe(0);
    await lock;
  });

  test("does not wait for connections that nobody ever asked anything on", async () => {
    const server = await serve(await createDatabase(postgres, "silent"));
    const silent = await Promise.all(Array.from({ length: 20 }, () => openRaw(server.url)));
    server.process.kill("SIGTERM");
    // With 1, had it waited for them until its time was over.
    await expect(server.ended).resolves.toBe(0);
    await Promise.all(silent.map((raw) => raw.over()));
  });

  test("ends in order, though one client never finishes its request and another never takes its answers", async () => {
    const server = await serve(await createDatabase(postgres, "patient"));
    const [unfinished, deaf] = await Promise.all([openRaw(server.url), openRaw(server.url)]);
    unfinished.socket.write("GET / HT");
    deaf.socket.pause().write("GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n".repeat(10_000));
    // So much is answered by then that the server waits for somebody to take it.
    await new Promise((resolve) => setTimeout(resolve, 800));
    server.process.kill("SIGTERM");
    await expect(server.ended).resolves.toBe(0);
    deaf.socket.destroy();
    await unfinished.over();
  });

  test("ends at once on a second signal", async () => {
    const database = await createDatabase(postgres, "twice");
    const server = await serve(database, { DRAIN_SECONDS: "60" });
    server.process.kill("SIGTERM");
    await until(() => server.output().includes("SIGTERM received"), "the first signal was heard");
    const begin = performance.now();
    server.process.kill("SIGTERM");
    await server.ended;
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  test.each(["PORT", "METRICS_PORT"])(
    "ends with 1 where somebody else has its %s, though the database is there, and says so in the log",
    async (variable) => {
      const other = await rawService(() => undefined);
      const environment = { ...environmentFor(postgres), HOST: "127.0.0.1", PORT: "0" };
      const command = runArtifact(artifact.path, ["serve"], { ...environment, [variable]: `${other.port}` });
      const isOver = () => command.process.exitCode !== null;
      await until(isOver, "it ends").finally(() => (command.process.kill("SIGKILL"), other.stop()));
      await expect(command.ended).resolves.toBe(1);
      const lines = command.output().trim().split("\n");
      expect(lines.map((line) => JSON.parse(line) as unknown)).toContainEqual(
        expect.objectContaining({ level: 60, msg: "the server could not start" }),
      );
      expect(command.output()).toContain("EADDRINUSE");
    },
  );

  test("says nothing about visits that succeeded, and never a password", async () => {
    const database = await createDatabase(postgres, "canary");
    await migrate(database).ended;
    const server = await serve(database, { LOG_LEVEL: "trace" });
    const before = server.output().length;
    await record(server.url, 5, []);
    expect(server.output().slice(before)).toBe("");
    await administer(database, "DROP TABLE counter");
    expect((await fetch(server.url)).status).toBe(503);
    await administer(postgres, "ALTER DATABASE canary ALLOW_CONNECTIONS false");
    await administer(
      postgres,
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'canary'",
    );
    await until(async () => (await fetch(`${server.url}/health`)).status === 503, "the database is gone");
    await fetch(server.url);
    await end(server);
    const lines = server.output().trim().split("\n");
    expect(lines.map((line) => JSON.parse(line) as unknown)).toHaveLength(lines.length);
    expect(server.output()).toContain("request failed");
    expect(server.output()).toContain('relation \\"counter\\" does not exist');
    expect(server.output()).not.toContain(postgres.password);
  });
});

/** A transaction that holds the counter's row and sleeps. */
const blocked = "SELECT 1 FROM pg_stat_activity WHERE datname = 'drained' AND wait_event = 'PgSleep'";
