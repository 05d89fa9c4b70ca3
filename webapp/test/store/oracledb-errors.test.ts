import { expect, test } from "@jest/globals";
import {
  isPresent,
  isRefusedLogin,
  isShutOut,
  isSound,
  outcomeOf,
  requireNoStandby,
} from "../../src/store/oracledb-errors";
import { StoreError } from "../../src/store/store";

const error = (code: string) => Object.assign(new Error(code), { code });

// What the codes of the database mean is tested on the wire, in oracledb-wire.test.ts.
test.each(["NJS-123", "NJS-500", "ECONNRESET"])("%s alone leaves open whether the statement ran", (code) => {
  expect(outcomeOf(error(code))).toBe("uncertain");
});

// Versions of the driver differ in which of these close the connection (NJS-500).
test.each([
  "ORA-00028",
  "ORA-01033",
  "ORA-01089",
  "ORA-01092",
  "ORA-03113",
  "ORA-03135",
  "ORA-12153",
  "ORA-12571",
  "ORA-25408",
])(
  "%s, the end of a session or of its connection, leaves open whether the statement ran, whatever the driver makes of the connection",
  (code) => {
    expect(outcomeOf(error(code))).toBe("uncertain");
  },
);

test("an error without a code leaves everything open", () => {
  expect(outcomeOf(new Error("?"))).toBe("uncertain");
  expect(outcomeOf("?")).toBe("uncertain");
});

test("a table, a row or a user that another server made first is as good as one's own", () => {
  expect(isPresent(error("ORA-00955"))).toBe(true);
  expect(isPresent(error("ORA-00001"))).toBe(true);
  expect(isPresent(error("ORA-01920"))).toBe(true);
  expect(isPresent(error("ORA-00942"))).toBe(false);
});

test("a refused log-in is recognised", () => {
  expect(isRefusedLogin(error("ORA-01017"))).toBe(true);
  expect(isRefusedLogin(error("ORA-28000"))).toBe(false);
});

test("a user is shut out by a wrong password, a lock or an expired password, and not by an outage", () => {
  for (const code of ["ORA-01017", "ORA-28000", "ORA-28001"]) expect(isShutOut(error(code))).toBe(true);
  expect(isShutOut(error("ORA-12541"))).toBe(false);
});

test.each(["PHYSICAL STANDBY", "LOGICAL STANDBY"])(
  "a %s is not healthy, and its connection is given up",
  (role) => {
    let refusal: unknown;
    try {
      requireNoStandby(role);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ outcome: "unavailable", message: expect.stringContaining("standby") });
    expect(isSound(refusal)).toBe(false);
  },
);

test.each(["PRIMARY", "SNAPSHOT STANDBY", null, undefined])("a database in the role %s may count", (role) => {
  expect(() => requireNoStandby(role)).not.toThrow();
});

test("a connection is kept where the database answered, and given up where it only reads or may not have answered", () => {
  const failed = (code: string) => {
    const cause = error(code);
    return new StoreError(outcomeOf(cause), "failed", { cause });
  };
  for (const code of ["ORA-00054", "ORA-00942"]) expect(isSound(failed(code))).toBe(true);
  for (const code of ["ORA-16000", "ORA-03113", "NJS-123"]) expect(isSound(failed(code))).toBe(false);
  expect(isSound(error("ORA-00054"))).toBe(false);
});
