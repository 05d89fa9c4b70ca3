import { expect, test } from "@jest/globals";
import { RefusedPassword } from "../../src/store/refused-password";

test("a refused password is not offered again for five minutes, a new one at once", () => {
  let now = 0;
  const refused = new RefusedPassword(() => now);
  expect(() => refused.check("first")).not.toThrow();
  refused.remember("first");
  expect(() => refused.check("second")).not.toThrow();
  now = 299_999;
  expect(() => refused.check("first")).toThrow("the database refused this password a moment ago");
  now = 300_000;
  expect(() => refused.check("first")).not.toThrow();
});

test("the error does not quote the password", () => {
  const refused = new RefusedPassword();
  refused.remember("canary");
  expect(() => refused.check("canary")).not.toThrow("canary");
  expect(() => refused.check("canary")).toThrow();
});
