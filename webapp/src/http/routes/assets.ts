import type { FastifyInstance } from "fastify";
import { icon } from "../page";
import { faviconSchema, iconSchema, robotsSchema } from "./schemas";

const A_DAY = "max-age=86400";

/** Answers what browsers and crawlers fetch unasked, without counting it. */
export function assets(app: FastifyInstance, _: object, done: () => void): void {
  // The page names its icon; whoever asks for this one did not read the page.
  app.get("/favicon.ico", { schema: faviconSchema }, (_, reply) =>
    reply.code(204).header("cache-control", A_DAY).send(),
  );
  app.get("/favicon.svg", { schema: iconSchema }, (_, reply) =>
    reply.header("cache-control", A_DAY).type("image/svg+xml").send(icon),
  );
  app.get("/robots.txt", { schema: robotsSchema }, (_, reply) =>
    reply
      .header("cache-control", A_DAY)
      .type("text/plain; charset=utf-8")
      .send("User-agent: *\nDisallow: /\n"),
  );
  done();
}
