import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Answers } from "./answers";

/** Answers requests that no route takes; whatever their body is, nobody here looks at it. */
export class NotFound {
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

  private refuse({ url }: FastifyRequest, reply: FastifyReply): FastifyReply {
    const allow = this.allowed.get(pathOf(url));
    if (allow === undefined) return this.answers.refused(reply, 404, "Not found");
    return this.answers.refused(reply.header("allow", allow), 405, "This address can only be read");
  }
}

/** The path of a target as the router compares it: without query, and unescaped except for what would change its meaning. */
function pathOf(url: string): string {
  const [path = ""] = url.split(/[?#]/, 1);
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
