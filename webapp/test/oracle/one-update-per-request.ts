import driver from "oracledb";
import { pino } from "pino";
import { allocateYoung } from "../../src/allocation";
import { Answers } from "../../src/http/answers";
import { buildApp } from "../../src/http/app";
import { Page } from "../../src/http/page";
import { open } from "../../src/store/memory";

/** Baseline of the counter on Oracle Database: the same app, and one update per request through the driver's own pool. */
async function main(): Promise<void> {
  allocateYoung();
  const { DB_USER, DB_PASSWORD, DB_CONNECT_STRING } = process.env;
  const app = buildApp(open(), pino({ level: "info" }));
  const answers = new Answers(new Page({}));
  const pool = await driver.createPool({
    user: String(DB_USER),
    password: String(DB_PASSWORD),
    connectString: String(DB_CONNECT_STRING),
    poolMin: 10,
    poolMax: 10,
    queueMax: -1,
  });
  const update = "UPDATE counter SET visits = visits + :step WHERE id = 1 RETURNING visits INTO :visits";
  app.get("/each", async (_, reply) => {
    const connection = await pool.getConnection();
    try {
      const binds = { step: 1, visits: { dir: driver.BIND_OUT, type: driver.NUMBER } };
      const options = { autoCommit: true };
      const { outBinds } = await connection.execute<{ visits: number[] }>(update, binds, options);
      answers.counted(reply, Number(outBinds?.visits[0]));
    } finally {
      await connection.close();
    }
    return reply;
  });
  await app.listen({ host: "127.0.0.1", port: 0 });
}

void main();
