import { expect, test } from "@jest/globals";
import pg from "pg";
import { storeErrorOf } from "../../src/store/pg-errors";

/** An error as the driver makes it of the server's answer. */
function error(code: string, severity: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError("?", 0, "error"), { code, severity });
}

test.each([
  ["53100", "ERROR", "unavailable"],
  // A disk that is full while a commit is written: recovery may find that commit.
  ["53100", "PANIC", "uncertain"],
  ["53300", "FATAL", "uncertain"],
  // A pooler may pass the server's good-bye on as an ordinary error.
  ["57P01", "ERROR", "uncertain"],
  ["57P03", "FATAL", "unavailable"],
  ["42P01", "ERROR", "rejected"],
])("%s as %s is %s", (code, severity, outcome) => {
  expect(storeErrorOf(error(code, severity)).outcome).toBe(outcome);
});
