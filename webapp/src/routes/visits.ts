import type { FastifyInstance } from "fastify";
import type { CounterStore } from "../store/store";

/** Counts a visit at `/` and says which one it was. */
export function visits(app: FastifyInstance, { store }: { store: CounterStore }, done: () => void): void {
  app.get("/", async (request, reply) => {
    const sentence = `Page visited ${await store.increment(1)} times!`;
    void reply.header("cache-control", "no-store").header("vary", "accept");
    if (!prefersHtml(request.headers.accept)) return reply.type("text/plain; charset=utf-8").send(sentence);
    return reply.type("text/html; charset=utf-8").send(page(sentence));
  });
  // A HEAD request asks about the page, it does not visit it.
  app.head("/", (_, reply) =>
    reply.header("cache-control", "no-store").type("text/plain; charset=utf-8").send(),
  );
  done();
}

/** Browsers name `text/html` outright; `curl` and probes send a wildcard or nothing. */
function prefersHtml(accept: string | undefined): boolean {
  return accept !== undefined && /\btext\/html\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(accept);
}

function page(sentence: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${sentence}</title>
</head>
<body>
<main><h1>${sentence}</h1></main>
</body>
</html>
`;
}
