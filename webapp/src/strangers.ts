import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Answers } from "./answers";

/** Answers requests that no route takes, without reading more of them than their first line. */
export class Strangers {
  /** The methods of each path, as `Allow` lists them. */
  private readonly allowed = new Map<string, string>();

  constructor(private readonly answers: Answers) {}

  /** Learns every route that is added to the app from now on, and answers what none of them takes. */
  meet(app: FastifyInstance): void {
    app.addHook("onRoute", ({ url, method }) => {
      this.allowed.set(url, [this.allowed.get(url) ?? [], method].flat().join(", "));
    });
    // Whatever the body is: nobody here reads it, so there is nothing to be wrong about it.
    app.removeAllContentTypeParsers();
    app.addContentTypeParser("*", (_, __, done) => done(null));
    app.setNotFoundHandler((request, reply) => this.refuse(request, reply));
  }

  private refuse({ method, url }: FastifyRequest, reply: FastifyReply): FastifyReply {
    const allow = this.allowed.get(url.split("?", 1)[0] ?? "");
    // The rest of such a request may be long, and reading it would only be work.
    if (method !== "GET" && method !== "HEAD") void reply.header("connection", "close");
    if (allow === undefined) return this.answers.refused(reply, 404, "Not found");
    return this.answers.refused(reply.header("allow", allow), 405, "This address can only be read");
  }
}
