import type { Edits } from "../mutant";

/** Counting, configuration and telemetry of the web app. */
export const app: Edits = {
  "webapp/src/counting/coalescer.ts": [
    {
      name: "app: a batch's first number is the one before its own",
      find: "const before = total - batch.turns.length;",
      put: "const before = total - batch.turns.length - 1;",
    },
    {
      name: "app: a batch that may have counted is sent again",
      find: 'if (error.outcome === "unavailable") this.waiting',
      put: 'if (error.outcome !== "rejected") this.waiting',
    },
    {
      name: "app: visitors who left are counted",
      find: "this.waiting.filter(({ visitor }) => !this.handlers.isGone(visitor));",
      put: "this.waiting.slice();",
    },
    {
      name: "app: one visitor more is held than the limit",
      find: "this.queued + this.inFlight >= this.limits.visitors",
      put: "this.queued + this.inFlight > this.limits.visitors",
    },
    {
      name: "app: visitors wait for ten seconds for an answer",
      find: "waitMs: 1_000, answerMs: 2_000 }",
      put: "waitMs: 1_000, answerMs: 10_000 }",
    },
    {
      name: "app: who was refused is answered, too",
      find: "    this.sent.done += late.length;\n",
      put: "",
    },
    {
      name: "app: a failed batch's visitors come after those who came later",
      find: "this.waiting = open.concat(this.waiting);",
      put: "this.waiting = this.waiting.concat(open);",
    },
    {
      name: "app: after a failure nobody is counted again",
      find: "    setTimeout(() => this.send(), backoff(this.failures++, RETRY));",
      put: "    this.failures++;",
    },
    {
      name: "app: four times as many visitors as memory was measured for",
      find: "{ visitors: 4_096,",
      put: "{ visitors: 16_384,",
    },
  ],
  "webapp/src/counting/backoff.ts": [
    {
      name: "app: servers ask again in step",
      find: "return ceiling * (0.5 + Math.random() / 2);",
      put: "return ceiling;",
    },
    {
      name: "app: pauses grow without an end",
      find: "Math.min(capMs, firstMs",
      put: "Math.max(0, firstMs",
    },
  ],
  "webapp/src/counting/probe.ts": [
    {
      name: "app: each question for health is one to the database",
      find: "return (this.asking ??= this.ask()",
      put: "return (this.asking = this.ask()",
    },
    {
      name: "app: what health says may be five seconds old",
      find: "{ freshMs: 500, answerMs: 900 }",
      put: "{ freshMs: 5_000, answerMs: 900 }",
    },
    {
      name: "app: health may take longer than a balancer waits",
      find: "{ freshMs: 500, answerMs: 900 }",
      put: "{ freshMs: 500, answerMs: 9_000 }",
    },
  ],
  "webapp/src/counting/hedge.ts": [
    {
      name: "app: the first failure of a source is the last word",
      find: "if (--open === 0) settled(reject)(error);",
      put: "settled(reject)(error);",
    },
  ],
  "webapp/src/config/variables.ts": [
    {
      name: "app: PostgreSQL without TLS is allowed to any host",
      security: true,
      find: "const loopback = /^(localhost|127(\\.\\d{1,3}){3}|::1|\\[::1\\])$/i;",
      put: "const loopback = /./i;",
    },
    {
      name: "app: a host that begins like this machine's counts as it",
      security: true,
      find: "|\\[::1\\])$/i;",
      put: "|\\[::1\\])/i;",
    },
    {
      name: "app: one encrypted address of a descriptor is enough",
      security: true,
      find: "return addresses.every(",
      put: "return addresses.some(",
    },
    {
      name: "app: metrics are served to everybody",
      security: true,
      find: '.default("127.0.0.1"),',
      put: '.default("0.0.0.0"),',
    },
    {
      name: "app: metrics may be on the visitors' port",
      security: true,
      find: "PORT === 0 || PORT !== METRICS_PORT",
      put: "PORT >= 0 || PORT !== METRICS_PORT",
    },
    {
      name: "app: passwords are shown in messages",
      security: true,
      find: 'new Set(["DB_PASSWORD"])',
      put: 'new Set(["DB_PASSWD"])',
    },
    {
      name: "app: a role of RDS may be the application's",
      security: true,
      find: "(?!pg_|rds)",
      put: "(?!pg_)",
    },
    {
      name: "app: 300 seconds of draining are refused",
      find: "DRAIN_SECONDS: integer(0, 300)",
      put: "DRAIN_SECONDS: integer(0, 299)",
    },
  ],
  "webapp/src/migrate.ts": [
    {
      name: "app: a program's own mistake is tried again for ever",
      find: "if (!(error instanceof StoreError)) throw error;",
      put: "if (!(error instanceof Error)) throw error;",
    },
  ],
  "webapp/src/telemetry/failure-log.ts": [
    {
      name: "app: every failure is a line in the log",
      find: "    if (known !== undefined) {",
      put: "    if (known !== undefined && known.silenced < 0) {",
    },
    {
      name: "app: failures of a thousand kinds fill the memory",
      security: true,
      find: "this.kinds.size < MAX_KINDS",
      put: "this.kinds.size < 1_000 * MAX_KINDS",
    },
  ],
  "webapp/src/telemetry/metrics/embedded.ts": [
    {
      name: "app: each minute's line has all visits since the start",
      find: "const added = total - (this.counted.get(series) ?? 0);",
      put: "const added = total;",
    },
    {
      name: "app: the latency of one statement is that of all",
      find: "wanted.every(([name, value])",
      put: "wanted.some(([name, value])",
    },
  ],
  "webapp/src/telemetry/metrics/each-minute.ts": [
    {
      name: "app: the last minute's visits are in no line",
      find: "    clearInterval(timer);\n    await report(true);\n",
      put: "    clearInterval(timer);\n",
    },
    {
      name: "app: alarms of a minute hear of the app every ten minutes",
      find: "const INTERVAL_MS = 60_000;",
      put: "const INTERVAL_MS = 600_000;",
    },
  ],
  "webapp/src/telemetry/metrics/metrics.ts": [
    {
      name: "app: a visit is measured as its batch",
      find: "this.visits.inc(by);",
      put: "this.visits.inc();",
    },
  ],
  "webapp/build/certificates.ts": [
    {
      name: "app: certificates of RDS's beta are trusted",
      security: true,
      find: "/CN=(Amazon RDS (\\S+) Root CA (?:RSA2048|RSA4096|ECC384) G1)$/m",
      put: "/CN=(Amazon RDS (.+) Root CA (?:RSA2048|RSA4096|ECC384) G1)$/m",
    },
  ],
};
