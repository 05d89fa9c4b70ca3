import { expect, test } from "@jest/globals";
import { decodeNumber, encodeNumber } from "./number";

test.each([
  "0",
  "1",
  "10",
  "99",
  "100",
  "12345",
  "9007199254740991",
  "-1",
  "-100",
  "0.5",
  "1.05",
  "-123.456",
])("the NUMBER %s is the same on the other side", (value) => {
  expect(decodeNumber(encodeNumber(value))).toBe(value);
});

test.each([
  // https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/DUMP.html and notes on Oracle's internal format.
  ["1", [193, 2]],
  ["100", [194, 2]],
  ["123", [194, 2, 24]],
  ["-1", [62, 100, 102]],
])("the NUMBER %s has the bytes that DUMP shows", (value, bytes) => {
  expect([...encodeNumber(value)]).toEqual(bytes);
});
