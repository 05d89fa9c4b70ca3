import { expect, test } from "@jest/globals";
import pg from "pg";
import { isSound, storeErrorOf } from "../../src/store/pg-errors";

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

test.each([
  ["is kept", "a row is locked", "55P03", true],
  ["is kept", "a right is missing", "42501", true],
  ["is given up", "the server only reads", "25006", false],
  ["is given up", "the table of a prepared statement was altered", "0A000", false],
  ["is given up", "a prepared statement is gone", "26000", false],
  ["is given up", "the server says good-bye", "57P01", false],
])("a connection %s where %s (%s)", (_, _why, code, sound) => {
  expect(isSound(storeErrorOf(error(code, "ERROR")))).toBe(sound);
});
