import type { FastifyInstance, FastifySchema } from "fastify";
import { openapiSchema } from "./routes/schemas";

/**
 * Serves what the schemas of routes say at `/openapi.json`: of all that are added from now on.
 *
 * Routes here take nothing and describe their answers in OpenAPI's notation, so the document is those schemas put in
 * another order. Fastify's plugin for it would add a third to the time that a server takes to start.
 */
export function openapi(app: FastifyInstance): void {
  const paths: Record<string, Record<string, object>> = {};
  app.addHook("onRoute", ({ url, method, schema }) => {
    for (const verb of [method].flat()) (paths[url] ??= {})[verb.toLowerCase()] = operation(verb, schema);
  });
  void app.register((routes, _, done) => {
    let document: string | undefined;
    routes.get("/openapi.json", { schema: openapiSchema }, (_, reply) => {
      document ??= JSON.stringify({ ...about, paths });
      return reply
        .header("cache-control", "max-age=3600")
        .header("content-type", "application/json; charset=utf-8")
        .send(document);
    });
    done();
  });
}

const about = {
  openapi: "3.1.0",
  info: {
    title: "Counterpart's visit counter",
    description: "Each visit gets a number of its own, sent after its commit.",
    version: "1",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/" }],
};

/** A HEAD is described as the GET that it asks about; only its name is its own. */
function operation(
  method: string,
  { response, ...described }: FastifySchema & { operationId?: string } = {},
): object {
  const { operationId = "" } = described;
  const name = method === "GET" ? operationId : `${method.toLowerCase()}-${operationId}`;
  return { ...described, operationId: name, responses: response };
}
