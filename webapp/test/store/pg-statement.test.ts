import { describe, expect, test } from "@jest/globals";
import pg from "pg";
import { run, setLocally } from "../../src/store/pg-statement";

describe("a statement on a connection whose session is not ours alone", () => {
  const statement = { name: "add", text: "UPDATE counter SET visits = visits + $1 WHERE id = $2" };
  /** A client that is never connected, and the text that it would send. */
  const clientWith = () => {
    const sent: string[] = [];
    const connection = { query: (sql: string) => void sent.push(sql) } as pg.Connection;
    const client = Object.assign(new pg.Client(), {
      query: (query: pg.Submittable) => query.submit(connection),
    });
    setLocally(client, { statement_timeout: 900 });
    return { client, sent };
  };

  test("brings its settings and its values along in its text", () => {
    const { client, sent } = clientWith();
    void run(client, statement, ["3", "1"]);
    expect(sent).toEqual([
      "SET LOCAL statement_timeout = 900; UPDATE counter SET visits = visits + 3 WHERE id = 1",
    ]);
  });

  test.each(["1; DROP TABLE counter", "1 OR true", "-1", "1.5", "", " 1", "1\n", "\u0661"])(
    "is not sent with %j, which is no whole number",
    async (value) => {
      const { client, sent } = clientWith();
      // What is sent is answered by nobody here.
      const ran = Promise.race([run(client, statement, [value, "1"]), Promise.resolve()]);
      await expect(ran).rejects.toThrow("`values` must be whole numbers");
      expect(sent).toEqual([]);
    },
  );
});
