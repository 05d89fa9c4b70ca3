import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "../../src/http/app";
import { requestIds } from "../../src/http/request-id";
import { open } from "../../src/store/memory";
import { StoreError } from "../../src/store/store";
import { openRaw } from "../support/raw";

const trace = "Root=1-67891233-abcdef012345678912345678";

let lines: string[];
let app: FastifyInstance;
beforeEach(() => {
  lines = [];
  const cause = new Error("connect ECONNREFUSED 10.0.3.7:5432");
  const fail = () => Promise.reject(new StoreError("unavailable", "no connection could be made", { cause }));
  const store = { ...open(), increment: fail, read: fail, ping: fail };
  app = buildApp(store, pino({ level: "trace" }, { write: (line) => lines.push(line) }), {
    requestIdHeader: "x-amzn-trace-id",
  });
});
afterEach(() => app.close());

interface SingleConnection {
  readonly level: number;
  readonly reqId: string;
  readonly ip: string;
  readonly path: string;
  readonly err: { readonly message: string; readonly stack: string };
}

const logged = () => lines.map((line) => JSON.parse(line) as SingleConnection);

describe("a request that failed", () => {
  test("leaves one line of JSON with its cause, and the id that its answer carries", async () => {
    const { headers } = await app.inject("/visits");
    expect(logged()).toHaveLength(1);
    const [line] = logged();
    expect(line).toMatchObject({ level: 50, reqId: headers["x-request-id"], method: "GET", path: "/visits" });
    expect(line?.err.message).toContain("no connection could be made: connect ECONNREFUSED 10.0.3.7:5432");
    expect(line?.err.stack).toContain("caused by: Error: connect ECONNREFUSED");
  });

  test("is logged under the id that the balancer gave it", async () => {
    await app.inject({ url: "/visits", headers: { "x-amzn-trace-id": trace } });
    expect(logged()[0]?.reqId).toBe(trace);
  });

  test("is logged with the address that the balancer saw, and not with one that the visitor made up", async () => {
    await app.inject({ url: "/visits", headers: { "x-forwarded-for": "198.51.100.1, 203.0.113.5" } });
    expect(logged()[0]?.ip).toBe("203.0.113.5");
  });

  test("is logged with the address that connected where no balancer is in between", async () => {
    const headers = { "x-forwarded-for": "198.51.100.1" };
    await app.inject({ url: "/visits", headers, remoteAddress: "203.0.113.9" });
    expect(logged()[0]?.ip).toBe("203.0.113.9");
  });

  test("cannot write a line of its own into the log", async () => {
    await app.listen({ host: "127.0.0.1", port: 0 });
    lines.length = 0;
    const raw = await openRaw(app.listeningOrigin);
    const forged = '"},\u0085{"msg":"forged"}';
    raw.socket.write(
      `GET /visits?%22%7D%0A HTTP/1.1\r\nhost: x\r\nx-amzn-trace-id: ${forged}\r\nx-forwarded-for: ${forged}\r\nconnection: close\r\n\r\n`,
      "latin1",
    );
    await raw.over();
    expect(
      lines
        .join("")
        .trimEnd()
        .split(/[\n\u0085\u2028]/),
    ).toHaveLength(1);
    expect(logged()).toMatchObject([{ msg: "request failed", path: "/visits" }]);
    expect(logged()[0]).not.toHaveProperty("ip");
    expect(logged()[0]?.reqId).toMatch(/^req-/);
  });

  test("never leaves what its visitor confides: cookies, passwords, queries, bodies", async () => {
    const canary = "canary-4711";
    const headers = { cookie: `session=${canary}`, authorization: `Bearer ${canary}`, "x-api-key": canary };
    await app.inject({ url: `/visits?token=${canary}`, headers });
    await app.inject({ method: "POST", url: "/", headers, payload: { password: canary } });
    expect(logged()[0]?.path).toBe("/visits");
    expect(lines.join("")).not.toContain(canary);
  });
});

test("a request that succeeded, or that nobody here takes, leaves no line", async () => {
  const quiet = buildApp(open(), pino({ level: "trace" }, { write: (line) => lines.push(line) }));
  for (const url of ["/", "/visits", "/live", "/robots.txt", "/elsewhere", "/%zz", `/?${"x".repeat(3_000)}`])
    await quiet.inject(url);
  await quiet.close();
  expect(lines).toEqual([]);
});

describe("the id of a request", () => {
  test.each([
    ["x-amzn-trace-id", { "x-amzn-trace-id": trace, "x-request-id": "a visitor's" }, trace],
    ["x-amzn-trace-id", { "x-amzn-trace-id": `Self=1-67891234-12456789abcdef012345678;${trace}` }, undefined],
    ["x-request-id", { "x-request-id": "9f7e6b0c/2A4D", "x-amzn-trace-id": "visitors" }, "9f7e6b0c/2A4D"],
  ])("is the balancer's, which writes %s: %j", (header, headers, id) => {
    expect(requestIds(header)({ headers })).toBe(id ?? Object.values(headers)[0]);
  });

  test.each(["", "a b", "a\tb", 'a"b', "a{b}", "a\u0085b", "x".repeat(129), "<script>"])(
    "is our own where that of the balancer is %j",
    (given) => {
      expect(requestIds("x-request-id")({ headers: { "x-request-id": given } })).toMatch(/^req-\w+$/);
    },
  );

  test("is our own where no balancer writes one, whatever a visitor sends", () => {
    const headers = { "x-request-id": "visitors", "x-amzn-trace-id": trace };
    expect(requestIds()({ headers })).toMatch(/^req-\w+$/);
  });

  test("differs from request to request", () => {
    const idOf = requestIds();
    const ids = Array.from({ length: 100 }, () => idOf({ headers: {} }));
    expect(new Set(ids).size).toBe(100);
  });
});
