import type { FastifyInstance } from "fastify";

/** Answers what browsers and crawlers fetch unasked, without counting it. */
export function quiet(app: FastifyInstance, _: object, done: () => void): void {
  app.get("/favicon.ico", (_, reply) => reply.code(204).header("cache-control", "max-age=86400").send());
  app.get("/robots.txt", (_, reply) =>
    reply.type("text/plain; charset=utf-8").send("User-agent: *\nDisallow: /\n"),
  );
  done();
}
