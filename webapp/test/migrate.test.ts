import { expect, test } from "@jest/globals";
import { pino } from "pino";
import { migrate } from "../src/migrate";
import { open } from "../src/store/memory";

test("a migration ends at a mistake of the program's own, which no second attempt mends", async () => {
  let attempts = 0;
  const mistaken = {
    ...open(),
    migrate: () => {
      attempts++;
      return Promise.reject(new TypeError("undefined is not a function"));
    },
  };
  const log = pino({ level: "silent" });
  await expect(migrate(mistaken, { log, timeoutMs: 3_000 })).rejects.toThrow(TypeError);
  expect(attempts).toBe(1);
});
