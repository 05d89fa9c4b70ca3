import { execFileSync } from "node:child_process";
import { describe, expect } from "@jest/globals";
import { testWith } from "../../../__tests__/support/skip";
import { open as openOracledb } from "../../src/store/oracledb";
import { open as openPg } from "../../src/store/pg";
import { until } from "../support/artifact";
import { configFor, temporaryPostgres } from "../support/database";
import { rawService } from "../support/service";

/**
 * Seconds after which the system asks the other end of each connection to a port whether it is still there, as the system says.
 * Then it asks every second, and gives up after ten: https://nodejs.org/docs/latest-v20.x/api/net.html#socketsetkeepaliveenable-initialdelay
 */
function keepAliveOf(port: number): number[] {
  const lines = execFileSync("ss", ["-tnoH", "state", "established", `dport = :${port}`], {
    encoding: "utf8",
  });
  const timers = [...lines.matchAll(/timer:\(keepalive,(?:(\d+)min)?(?:([\d.]+)(ms|sec))?/g)];
  return timers.map(
    ([, minutes = "0", rest = "0", unit]) => Number(minutes) * 60 + Number(rest) / (unit === "ms" ? 1e3 : 1),
  );
}

describe("an idle connection whose other end is gone is noticed within a minute", () => {
  testWith("ss", "to PostgreSQL", async () => {
    const server = await temporaryPostgres({ tls: true });
    const store = openPg(configFor(server));
    await store.migrate();
    await store.increment(1);
    const timers = keepAliveOf(server.port);
    expect(timers).toHaveLength(1);
    expect(timers[0]).toBeGreaterThan(0);
    expect(timers[0]).toBeLessThanOrEqual(20);
    await store.close();
    await server.stop();
  });

  testWith("ss", "to Oracle Database, from the first packet on", async () => {
    const listener = await rawService((socket) => void socket.resume());
    const store = openOracledb({
      driver: "oracledb",
      connectString: `127.0.0.1:${listener.port}/counter`,
      credentials: { source: "env", username: "counter", password: "canary" },
    });
    const ping = store.ping().catch(() => undefined);
    await until(() => keepAliveOf(listener.port).length > 0, "the connection is made");
    expect(Math.max(...keepAliveOf(listener.port))).toBeLessThanOrEqual(20);
    await ping;
    await store.close();
    await listener.stop();
  });
});
