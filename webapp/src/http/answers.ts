import type { FastifyReply } from "fastify";
import { contentTypes, type Format, formatFor } from "./negotiation";
import { type Page, pagePolicy } from "./page";

/** Answers to visitors, each in the format that the request accepts. */
export class Answers {
  constructor(private readonly page: Page) {}

  /** Tells a visitor its number. */
  counted(reply: FastifyReply, visits: number): void {
    const format = asked(reply);
    if (format === "text") void describe(reply, format).send(`Page visited ${visits} times!\n`);
    else if (format === "html") void describe(reply, format).send(this.page.counted(visits));
    else this.total(reply, visits);
  }

  /** Tells that there is a page, and nothing more. */
  described(reply: FastifyReply): void {
    void describe(reply, asked(reply)).send();
  }

  /** Tells the total as JSON. */
  total(reply: FastifyReply, visits: number): FastifyReply {
    return describe(reply, "json").send(`{"visits":${visits}}`);
  }

  /** Tells in a sentence why there is no other answer. */
  refused(reply: FastifyReply, status: number, sentence: string): FastifyReply {
    const format = asked(reply);
    return describe(reply, format).code(status).send(this.sentence(format, sentence));
  }

  private sentence(format: Format, sentence: string): string {
    if (format === "html") return this.page.sorry(sentence);
    return format === "json" ? JSON.stringify({ error: sentence }) : `${sentence}\n`;
  }
}

function asked(reply: FastifyReply): Format {
  return formatFor(reply.request.raw.headers.accept);
}

function describe(reply: FastifyReply, format: Format): FastifyReply {
  void reply.header("cache-control", "no-store").header("vary", "accept");
  if (format === "html") void reply.header("content-security-policy", pagePolicy);
  return reply.header("content-type", contentTypes[format]);
}
