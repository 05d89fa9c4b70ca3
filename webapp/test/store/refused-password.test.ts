import { expect, test } from "@jest/globals";
import { pauses, RefusedPassword } from "../../src/store/refused-password";

const MINUTE_MS = 60_000;

/** How often a password is offered within a day by who tries it every ten seconds, and is refused each time. */
function offersInADay(pausesMs: readonly number[]): number {
  let [now, offers] = [0, 0];
  const refused = new RefusedPassword(pausesMs, () => now);
  for (; now < 24 * 60 * MINUTE_MS; now += 10_000) {
    try {
      refused.check("same");
      offers++;
      refused.remember("same", new Error("ORA-01017"));
    } catch {
      continue;
    }
  }
  return offers;
}

test("an administrator's refused password is offered twice, and then never again", () => {
  expect(offersInADay(pauses.administrator)).toBe(2);
});

test("the application's refused password is offered again after five minutes, then once an hour", () => {
  expect(offersInADay(pauses.application)).toBe(25);
});

test("another password is offered at once, and begins anew", () => {
  let now = 0;
  const refused = new RefusedPassword(pauses.administrator, () => now);
  refused.remember("first", new Error("refused"));
  expect(() => refused.check("second")).not.toThrow();
  refused.remember("second", new Error("refused"));
  expect(() => refused.check("second")).toThrow("it is not offered again for 5 min");
  now = 5 * MINUTE_MS;
  expect(() => refused.check("second")).not.toThrow();
});

test("a password that was set meanwhile is offered at once", () => {
  const refused = new RefusedPassword(pauses.administrator, () => 0);
  refused.remember("first", new Error("refused"));
  refused.forget();
  expect(() => refused.check("first")).not.toThrow();
});

test("the error says why, and does not quote the password", () => {
  const refused = new RefusedPassword(pauses.administrator, () => 0);
  for (let offer = 0; offer < 2; offer++) refused.remember("canary", new Error("ORA-01017"));
  expect(() => refused.check("canary")).not.toThrow("canary");
  expect(() => refused.check("canary")).toThrow("until the secret holds another one");
  expect(() => refused.check("canary")).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ message: "ORA-01017" }) }),
  );
});
