import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { Postgres } from "../../../../local/postgres";
import { administer, createDatabase, temporaryPostgres } from "../../support/database";
import { ask } from "../crowd";
import { migrate, Scene, serve, visitsIn } from "../scene";
import { fatal, type Tap, Wire } from "../wire";

/** A database without TLS: the wire must see where a statement ends and where its commit is confirmed. */
let postgres: Postgres;
let wire: Wire;

const carriesStatement = (data: Buffer, from: string) => from === "app" && data.includes("increment");
/** `UPDATE 1` as PostgreSQL says it, and it says it once the commit is done. */
const confirmsCommit = (data: Buffer, from: string) => from === "database" && data.includes("UPDATE 1\0");

/** Fails once, at a point of a visit that can be told apart on the wire. */
const once = (fails: (...event: Parameters<Tap>) => boolean): Tap => {
  let failed = false;
  return (...event) => failed || !(failed = fails(...event));
};

/** Where a connection may break around a commit, and whether the visit is counted then. */
const points: readonly [string, number, () => Tap][] = [
  [
    "before the statement arrives",
    0,
    () => once((data, from, { cut }) => carriesStatement(data, from) && (cut(), true)),
  ],
  [
    "after the commit, with its answer",
    1,
    () => once((data, from, { cut }) => confirmsCommit(data, from) && (cut(), true)),
  ],
  ["after the commit, and nobody says so", 1, () => once((data, from) => confirmsCommit(data, from))],
  [
    "after the commit, with the message that the server is out of order",
    1,
    () => once((data, from, { tell }) => confirmsCommit(data, from) && (tell(fatal("PANIC", "53100")), true)),
  ],
];

describe("an answer that is lost:", () => {
  beforeAll(async () => {
    postgres = await temporaryPostgres();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    wire = await Wire.to(postgres.port);
  });
  afterEach(() => wire.stop());

  describe("a connection that breaks around a commit", () => {
    test.each(points)(
      "%s: the visit is counted %d times, and never sent again",
      async (where, counted, tap) => {
        const database = await createDatabase(postgres, `once ${where.slice(0, 50)}`);
        await migrate(database);
        const server = await serve({ ...database, port: wire.port });
        wire.listen(tap());
        const { status } = await ask(server.url);
        expect(status).toBe(503);
        // Longer than anybody might still try to have it counted.
        await pause(1_500);
        expect(await visitsIn(database)).toBe(counted);
        expect(await ask(server.url)).toEqual({ status: 200, body: `Page visited ${counted + 1} times!\n` });
      },
    );

    test.each(points)("%s, again and again under load", async (where, _, tap) => {
      const scene = await Scene.open(`load ${where.slice(0, 50)}`, { on: postgres, port: wire.port });
      for (let round = 0; round < 4; round++) {
        wire.listen(tap());
        await pause(300);
      }
      await scene.expectRecovery(performance.now());
      expect(scene.crowd.failures.length).toBeGreaterThan(0);
      await scene.close();
    });

    test("in the middle of it, whatever that does to the statement", async () => {
      const scene = await Scene.open("middle", { on: postgres, port: wire.port });
      for (let round = 0; round < 6; round++) {
        // Passed on first: the server works on it when the connection breaks.
        wire.listen(
          once(
            (data, from, { pass, cut }) => carriesStatement(data, from) && (pass(), setImmediate(cut), true),
          ),
        );
        await pause(250);
      }
      await scene.expectRecovery(performance.now());
      expect(scene.crowd.failures.length).toBeGreaterThan(0);
      await scene.close();
    });
  });

  describe("a commit that PostgreSQL refuses after the statement ran", () => {
    test("is no visit, and its number goes to somebody else", async () => {
      const scene = await Scene.open("refused", { on: postgres });
      await administer(scene.database, refuseCommits);
      await pause(1_500);
      await administer(scene.database, "DROP TRIGGER refuse ON counter");
      const back = performance.now();
      await scene.expectRecovery(back);
      expect(scene.crowd.failures.length).toBeGreaterThan(0);
      await scene.crowd.leave();
      // Nothing was uncertain: what was refused was undone, so every number was given to somebody.
      expect(await scene.visits()).toBe(scene.crowd.acknowledged.length);
      await scene.close();
    });
  });

  describe("a statement that certainly did not run", () => {
    test.each([
      ["the port is closed", async () => wire.refuse(), async () => wire.accept()],
      [
        "the server says that it is starting up (57P03)",
        async () => Promise.resolve(wire.greet(fatal("FATAL", "57P03"))),
        async () => Promise.resolve(wire.restore()),
      ],
    ])("is sent once the way is free, for a visitor who still waits: %s", async (where, block, free) => {
      const database = await createDatabase(postgres, `retry ${where.slice(0, 40)}`);
      await migrate(database);
      const server = await serve({ ...database, port: wire.port });
      await block();
      const visit = ask(server.url);
      await pause(300);
      await free();
      expect(await visit).toEqual({ status: 200, body: "Page visited 1 times!\n" });
      expect(await visitsIn(database)).toBe(1);
    });
  });
});

/** The statement succeeds, says so, and is undone by its commit. */
const refuseCommits = `
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no commit'; END $$;
  CREATE CONSTRAINT TRIGGER refuse AFTER UPDATE ON counter
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse();`;
