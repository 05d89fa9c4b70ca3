import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { openapiSchema } from "./routes/schemas";

/** Serves the OpenAPI document that the schemas of routes make up at `/openapi.json`: of all that are registered from now on. */
export function openapi(app: FastifyInstance): void {
  void app.register(swagger, { openapi: about, exposeHeadRoutes: true });
  void app.register((routes, _, done) => {
    let document: string | undefined;
    routes.get("/openapi.json", { schema: openapiSchema }, (_, reply) => {
      document ??= JSON.stringify(routes.swagger());
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
