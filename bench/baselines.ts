import { readFileSync } from "node:fs";
import pg from "pg";
import { pino } from "pino";
import { allocateYoung } from "../webapp/src/allocation";
import { Answers } from "../webapp/src/http/answers";
import { buildApp } from "../webapp/src/http/app";
import { Page } from "../webapp/src/http/page";
import { open } from "../webapp/src/store/memory";

/**
 * Baselines, in the very same app: same hooks, headers, answers, logging and settings of V8.
 *
 * `/bare` asks no database and is the framework's ceiling; `/each` is one update per request through a pool, as
 * one would write it first.
 */
async function main(): Promise<void> {
  allocateYoung();
  const env = process.env;
  const app = buildApp(open(), pino({ level: "info" }));
  const answers = new Answers(new Page({}));
  const pool = new pg.Pool({
    host: String(env.DB_HOST),
    port: Number(env.DB_PORT),
    user: String(env.DB_USER),
    password: String(env.DB_PASSWORD),
    database: String(env.DB_NAME),
    max: 10,
    ssl: { ca: readFileSync(String(env.DB_CA_FILE), "utf8") },
  });
  const increment = {
    name: "increment",
    text: "UPDATE counter SET visits = visits + 1 WHERE id = 1 RETURNING visits",
  };
  app.get("/bare", (_, reply) => answers.counted(reply, 1_234_567));
  app.get("/each", async (_, reply) => {
    const { rows } = await pool.query<{ visits: string }>(increment);
    answers.counted(reply, Number(rows[0]?.visits));
    return reply;
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
}

void main();
