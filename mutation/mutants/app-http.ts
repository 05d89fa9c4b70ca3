import type { Edits } from "../mutant";

/** HTTP side of the web app. */
export const appHttp: Edits = {
  "webapp/src/http/app.ts": [
    {
      name: "app: pages may be framed",
      security: true,
      find: '  "x-frame-options": "DENY",\n',
      put: "",
    },
    {
      name: "app: answers may be taken for another type",
      security: true,
      find: '  "x-content-type-options": "nosniff",\n',
      put: "",
    },
    {
      name: "app: an error's own words are told to visitors",
      security: true,
      find: 'return [status, sentences[status] ?? "Something went wrong"];',
      put: "return [status, error.message];",
    },
    {
      name: "app: queries are in the log",
      security: true,
      find: 'const path = url.split("?", 1)[0];',
      put: "const path = url;",
    },
    {
      name: "app: visitors are not told when to come back",
      find: '  if (status === 503) void reply.header("retry-after", "1");\n',
      put: "",
    },
  ],
  "webapp/src/http/page.ts": [
    {
      name: "app: a label on the page may be a script",
      security: true,
      find: 'return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);',
      put: "return text;",
    },
    {
      name: "app: the page may load styles from anywhere",
      security: true,
      find: '`style-src \'sha256-${createHash("sha256").update(style).digest("base64")}\'`,',
      put: '"style-src *",',
    },
  ],
  "webapp/src/http/proxies.ts": [
    {
      name: "app: who is not a balancer may name another visitor",
      security: true,
      find: "hop === 0 && address",
      put: "hop >= 0 && address",
    },
    {
      name: "app: addresses of 172.32 and beyond are trusted",
      security: true,
      find: '["172.16.0.0", 12],',
      put: '["172.16.0.0", 10],',
    },
  ],
  "webapp/src/http/request-id.ts": [
    {
      name: "app: an id with a line break reaches the log",
      security: true,
      find: "&& SANE.test(given)",
      put: "&& given.length > 0",
    },
  ],
  "webapp/src/http/request-fault.ts": [
    {
      name: "app: two hosts are taken",
      security: true,
      find: "  if (!HOST.test(host)) return badHost;\n",
      put: "",
    },
    {
      name: "app: an address of the longest allowed length is refused",
      find: "url.length > MAX_URL_CHARACTERS",
      put: "url.length >= MAX_URL_CHARACTERS",
    },
  ],
  "webapp/src/http/http-server.ts": [
    {
      name: "app: a header may be a megabyte",
      security: true,
      find: "MAX_HEADER_BYTES = 16_384",
      put: "MAX_HEADER_BYTES = 1_048_576",
    },
    {
      name: "app: slow requests are looked for once in ten minutes",
      security: true,
      find: "CHECK_MS = 5_000",
      put: "CHECK_MS = 600_000",
    },
    {
      name: "app: a connection may be open for ever",
      security: true,
      find: "  server.setTimeout(requestMs);\n",
      put: "",
    },
    {
      name: "app: as many connections as the system has",
      security: true,
      find: "  server.maxConnections = MAX_CONNECTIONS;\n",
      put: "",
    },
    {
      name: "app: who ends its side gets no answer",
      find: "{ httpAllowHalfOpen: true }",
      put: "{ httpAllowHalfOpen: false }",
    },
  ],
  "webapp/src/http/pipelining.ts": [
    {
      name: "app: a connection may have as many requests in line as it likes",
      security: true,
      find: "if (++queue.behind < MAX_PIPELINED) return true;",
      put: "if (++queue.behind < 1_000_000) return true;",
    },
  ],
  "webapp/src/http/unread-body.ts": [
    {
      name: "app: a body is read for ever",
      security: true,
      find: "{ answerMs: 10_000, endMs: 20_000 }",
      put: "{ answerMs: 10_000, endMs: 2_000_000 }",
    },
  ],
  "webapp/src/http/routes/health.ts": [
    {
      name: "app: a server that stops calls itself healthy",
      find: "(await probe.isReachable()) && !app.draining",
      put: "await probe.isReachable()",
    },
    {
      name: "app: health is always 200",
      find: "reply.code(well ? 200 : 503)",
      put: "reply.code(well ? 200 : 200)",
    },
  ],
  "webapp/src/http/routes/visits.ts": [
    {
      name: "app: a prefetch is counted",
      find: "if (isPrefetch(request)) answers",
      put: "if (isPrefetch(request) && false) answers",
    },
  ],
  "webapp/src/server.ts": [
    {
      name: "app: a server that stops goes on to answer well",
      find: "  app.draining = true;\n",
      put: "",
    },
    {
      name: "app: a server stops at once",
      find: "  await pause(drainMs);\n",
      put: "",
    },
    {
      name: "app: a server goes on after an error that nobody caught",
      find: "      process.exit(1);\n",
      put: "",
    },
  ],
};
