import { afterEach, describe, expect, test } from "@jest/globals";
import { CLOSE_MS } from "../src/server";
import { type Server, serveSource, until } from "./support/artifact";

// Of the artifact, processes.test.ts tests the same and more, with a database.
describe("a server that ends", () => {
  const trap = "process.on('SIGUSR2', () => { throw new Error('canary'); })";
  let server: Server;
  const start = async (drainSeconds: number) => {
    server = await serveSource({
      DB_DRIVER: "memory",
      DRAIN_SECONDS: String(drainSeconds),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(trap)}`,
    });
  };
  const health = async () => (await fetch(`${server.url}/health`)).status;
  afterEach(async () => {
    server.process.kill("SIGKILL");
    await server.ended;
  });

  test("says at once that it is unhealthy, and counts until its drain is over", async () => {
    await start(3);
    expect(await health()).toBe(200);
    const begin = performance.now();
    server.process.kill("SIGTERM");
    await until(async () => (await health()) === 503, "the health turned");
    expect(await (await fetch(server.url)).text()).toBe("Page visited 1 times!\n");
    await expect(server.ended).resolves.toBe(0);
    expect(performance.now() - begin).toBeGreaterThan(3_000);
  });

  test("by an error that nobody caught answers nobody any more, and neither drains nor closes", async () => {
    await start(65);
    const begin = performance.now();
    server.process.kill("SIGUSR2");
    const late = new Promise((resolve) => setTimeout(resolve, CLOSE_MS, "it goes on").unref());
    await expect(Promise.race([server.ended, late])).resolves.toBe(1);
    expect(performance.now() - begin).toBeLessThan(CLOSE_MS);
    expect(server.output()).toContain("ending at once because of an error that nobody caught");
  });
});
