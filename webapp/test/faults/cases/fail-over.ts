import { execFileSync } from "node:child_process";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { freePort } from "../../../../local/loopback";
import { type Postgres, startPostgres } from "../../../../local/postgres";
import { until } from "../../support/artifact";
import { administer, temporaryFolder } from "../../support/database";
import { Cluster } from "../cluster";
import { Scene } from "../scene";
import { Wire } from "../wire";

let primary: Cluster;
let folder: { path: string; remove(): void };
let wire: Wire;

describe("a fail-over", () => {
  beforeAll(async () => {
    primary = await Cluster.start();
    folder = temporaryFolder();
  });
  afterAll(async () => {
    await primary.stop();
    folder.remove();
  });
  beforeEach(async () => {
    wire = await Wire.to(primary.address.port);
  });
  afterEach(() => wire.stop());

  test("to a server that only reads: the app leaves it for the one that counts, though it is connected and answers", async () => {
    const scene = await Scene.open("demoted", { on: primary.address, port: wire.port });
    const demoted = performance.now();
    await administer(primary.address, "ALTER DATABASE demoted SET default_transaction_read_only = on");
    wire.cut();
    const cut = performance.now();
    await pause(2_500);
    expect(scene.crowd.countedAfter(cut + 500)).toBe(Infinity);
    await administer(primary.address, "ALTER DATABASE demoted RESET default_transaction_read_only");
    // Nobody resets the connections: sessions that are there stay read-only, and only a new one counts.
    const back = performance.now();
    await scene.expectRecovery(back);
    await scene.expectHealthTurned(demoted, back);
    expect(JSON.stringify(scene.log)).toContain("PostgreSQL is read-only");
    await scene.close();
  });

  test("to a standby, under load: it answers, then reads, then counts on from the last number", async () => {
    const scene = await Scene.open("promoted", { on: primary.address, port: wire.port });
    const killed = performance.now();
    primary.kill();
    wire.cut();
    const standby = await Standby.of(primary, path.join(folder.path, "standby"));
    wire.leadTo(standby.port);
    await standby.reads(scene.database.database);
    await pause(1_500);
    await standby.promote();
    const back = performance.now();
    await scene.expectRecovery(back);
    await scene.expectHealthTurned(killed, back);
    await scene.close({ database: { ...scene.database, port: standby.port } });
    await standby.stop();
  });
});

/** A second server on a copy of the first one's data, reading until it is promoted. */
class Standby {
  private constructor(
    readonly port: number,
    private readonly starting: Promise<Postgres>,
    private readonly primary: Postgres,
  ) {}

  /** Starts on what a dead primary left behind. */
  static async of(primary: Cluster, folder: string): Promise<Standby> {
    // As it is, with its owner: what the dead server had not written is replayed from its log.
    execFileSync("cp", ["-a", primary.data, folder]);
    for (const [name, there] of [
      ["standby.signal", true],
      ["postmaster.pid", false],
    ] as const)
      execFileSync(there ? "touch" : "rm", [path.join(folder, "data", name)]);
    const port = await freePort();
    const starting = startPostgres({ folder, port });
    // Heard when it is promoted, or in `reads` when it does not even start.
    starting.catch(() => undefined);
    return new Standby(port, starting, primary.address);
  }

  /** Resolves once it answers questions. */
  async reads(database: string): Promise<void> {
    const answers = () => this.ask(database, "SELECT pg_is_in_recovery() AS reading").catch(() => []);
    await until(async () => (await answers())[0]?.reading === true, "the standby reads");
  }

  /** Makes it the primary. */
  async promote(): Promise<void> {
    await this.ask("postgres", "SELECT pg_promote()");
    await this.starting;
  }

  /** Ends it and removes its data. */
  async stop(): Promise<void> {
    await (await this.starting).stop();
  }

  private ask(database: string, sql: string): Promise<Record<string, unknown>[]> {
    return administer({ ...this.primary, database, port: this.port }, sql);
  }
}
