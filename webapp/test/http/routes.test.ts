import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "../../src/http/app";
import { open } from "../../src/store/memory";
import { type CounterStore, StoreError } from "../../src/store/store";

const browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

const silent = pino({ level: "silent" });

let store: CounterStore;
let app: FastifyInstance;
beforeEach(() => {
  store = open();
  app = buildApp(store, silent, { requestIdHeader: "x-request-id" });
});
afterEach(() => app.close());

/** The app on a store whose verbs all fail as a database's would. */
function broken(error: Error): FastifyInstance {
  const fail = () => Promise.reject(error);
  return buildApp({ ...store, increment: fail, read: fail, ping: fail }, silent, {
    requestIdHeader: "x-request-id",
  });
}

test("an address of 2,048 characters is answered, and a longer one refused", async () => {
  const statusOf = async (length: number) =>
    (await app.inject({ url: `/visits?${"x".repeat(length - "/visits?".length)}` })).statusCode;
  expect(await statusOf(2_048)).toBe(200);
  expect(await statusOf(2_049)).toBe(414);
});

describe("GET /live", () => {
  test("answers while the database is away, and while it does not answer at all", async () => {
    const never = () => new Promise<never>(() => undefined);
    const hanging = buildApp({ ...store, increment: never, read: never, ping: never }, silent);
    for (const server of [broken(new Error("away")), hanging])
      expect((await server.inject("/live")).statusCode).toBe(200);
  });
});

describe("GET /ready", () => {
  test("says so while the database is away: that is no reason to take every server out", async () => {
    const server = broken(new Error("away"));
    expect((await server.inject("/health")).statusCode).toBe(503);
    const { statusCode, headers, body } = await server.inject("/ready");
    expect([statusCode, body]).toEqual([200, '{"status":"ready"}']);
    expect(headers["cache-control"]).toBe("no-store");
  });

  test("says no once the server is about to stop, while it lives on", async () => {
    app.draining = true;
    const { statusCode, body } = await app.inject("/ready");
    expect([statusCode, body]).toEqual([503, '{"status":"stopping"}']);
    expect((await app.inject("/live")).statusCode).toBe(200);
  });
});

describe("GET /", () => {
  test("counts each visit and says which one it was", async () => {
    expect((await app.inject("/")).body).toBe("Page visited 1 times!\n");
    expect((await app.inject("/")).body).toBe("Page visited 2 times!\n");
  });

  test("answers in plain text by default", async () => {
    const { statusCode, headers } = await app.inject("/");
    expect(statusCode).toBe(200);
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
  });

  test("answers a browser with a page that has the same sentence", async () => {
    const { headers, body } = await app.inject({ url: "/", headers: { accept: browser } });
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(body).toContain("<title>Page visited 1 times!</title>");
  });

  test("answers JSON to whoever asks for it", async () => {
    const { headers, body } = await app.inject({ url: "/", headers: { accept: "application/json" } });
    expect(headers["content-type"]).toBe("application/json; charset=utf-8");
    expect(body).toBe('{"visits":1}');
  });

  test.each([
    ["application/json, text/plain, */*", "application/json"],
    ["text/html;q=0.5, application/json", "application/json"],
    ["application/json;q=0.5, TEXT/HTML", "text/html"],
    ["application/json;q=x, text/html;q=0.1", "text/html"],
  ])("takes what %s likes best", async (accept, type) => {
    const { headers } = await app.inject({ url: "/", headers: { accept } });
    expect(headers["content-type"]).toBe(`${type}; charset=utf-8`);
  });

  test.each(["*/*", "text/plain", "text/*", "image/png", "text/html;q=0, text/plain", ",;q=,"])(
    "stays plain for %s",
    async (accept) => {
      const { headers } = await app.inject({ url: "/", headers: { accept } });
      expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
    },
  );

  test("forbids every cache to keep an answer", async () => {
    const { headers } = await app.inject("/");
    expect(headers).toMatchObject({ "cache-control": "no-store", vary: "accept" });
  });

  test("hides what is wrong with the database behind a 503 that asks to come back", async () => {
    const secret = "connect to 10.0.3.7 as counter failed";
    const { statusCode, headers, body } = await broken(new StoreError("unavailable", secret)).inject("/");
    expect(statusCode).toBe(503);
    expect(headers["retry-after"]).toBe("1");
    expect(body).toBe("The counter is unavailable, please try again\n");
  });

  test("hides every other failure behind a 500", async () => {
    const { statusCode, body } = await broken(new TypeError("undefined is not a table")).inject("/visits");
    expect(statusCode).toBe(500);
    expect(body).toBe("Something went wrong\n");
  });
});

describe("a failure", () => {
  const failing = () => broken(new StoreError("unavailable", "10.0.3.7 refused"));

  test("looks like the page to a browser", async () => {
    const { statusCode, headers, body } = await failing().inject({ url: "/", headers: { accept: browser } });
    expect(statusCode).toBe(503);
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(body).toContain("The counter is unavailable, please try again");
  });

  test("is JSON to whoever asks for JSON", async () => {
    const { body } = await failing().inject({ url: "/", headers: { accept: "application/json" } });
    expect(body).toBe('{"error":"The counter is unavailable, please try again"}');
  });

  test("names the id under which the log has it", async () => {
    const { headers } = await failing().inject({
      url: "/",
      headers: { "x-request-id": "from-the-balancer" },
    });
    expect(headers["x-request-id"]).toBe("from-the-balancer");
  });
});

describe("GET /visits", () => {
  test("reads without counting", async () => {
    await app.inject("/");
    await app.inject("/visits");
    const { headers, body } = await app.inject("/visits");
    expect(body).toBe('{"visits":1}');
    expect(headers["cache-control"]).toBe("no-store");
  });
});

describe("GET /health", () => {
  test("says healthy when the database answered", async () => {
    const { statusCode, headers, body } = await app.inject("/health");
    expect(statusCode).toBe(200);
    expect(headers["cache-control"]).toBe("no-store");
    expect(body).toBe('{"status":"healthy","database":"connected"}');
  });

  test("says unhealthy, and nothing else, when the database failed", async () => {
    const { statusCode, body } = await broken(new StoreError("unavailable", "10.0.3.7 refused")).inject(
      "/health",
    );
    expect(statusCode).toBe(503);
    expect(body).toBe('{"status":"unhealthy","database":"disconnected"}');
  });

  test("says unhealthy after a second when the database does not answer at all", async () => {
    const hanging = buildApp({ ...store, ping: () => new Promise(() => undefined) }, silent);
    const begin = performance.now();
    const { statusCode } = await hanging.inject("/health");
    expect(statusCode).toBe(503);
    expect(performance.now() - begin).toBeLessThan(1_500);
  });

  test("asks the database once for everyone who asks at the same time", async () => {
    let pings = 0;
    const counting = buildApp(
      { ...store, ping: () => new Promise<void>((resolve) => (pings++, setTimeout(resolve, 50))) },
      silent,
    );
    const answers = await Promise.all(Array.from({ length: 20 }, () => counting.inject("/health")));
    expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
    expect(pings).toBe(1);
  });

  test("turns unhealthy while the server drains, and asks clients to let go of their connections", async () => {
    app.draining = true;
    const { statusCode, headers } = await app.inject("/health");
    expect(statusCode).toBe(503);
    expect(headers.connection).toBe("close");
    expect((await app.inject("/")).statusCode).toBe(200);
  });
});

test.each(["/", "/visits", "/health", "/favicon.ico", "/openapi.json", "/elsewhere", "/%zz"])(
  "%s carries the security headers",
  async (url) => {
    const { headers } = await app.inject(url);
    expect(headers).toMatchObject({
      "content-security-policy": expect.stringContaining("default-src 'none'"),
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
    expect(headers).not.toHaveProperty("server");
    expect(headers).not.toHaveProperty("x-powered-by");
  },
);

test("a connection outlives the idle time that the balancer has, also before its first request", () => {
  const { server } = buildApp(store, silent, { keepAliveSeconds: 320 });
  expect(server.keepAliveTimeout).toBe(320_000);
  expect(server.headersTimeout).toBeGreaterThan(server.keepAliveTimeout);
  expect(server.requestTimeout).toBeGreaterThan(server.keepAliveTimeout);
  expect(server.timeout).toBeGreaterThan(server.keepAliveTimeout);
});
