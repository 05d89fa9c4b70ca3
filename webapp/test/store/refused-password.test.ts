import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { pauses, RefusedPassword } from "../../src/store/refused-password";
import { RefusedVersion } from "../../src/store/refused-version";
import { temporaryFolder } from "../support/database";

const MINUTE_MS = 60_000;
const refusal = new Error("ORA-01017");

/** Number of offers of a password within a day by who tries it every ten seconds, and is refused each time. */
function offersInADay(pausesMs: readonly number[]): number {
  let [now, offers] = [0, 0];
  const refused = new RefusedPassword(pausesMs, () => now);
  const same = { password: "same" };
  for (; now < 24 * 60 * MINUTE_MS; now += 10_000) {
    try {
      refused.check(same);
      offers++;
      refused.remember(same, refusal);
    } catch {
      continue;
    }
  }
  return offers;
}

test("an administrator's refused password is offered once, and then never again", () => {
  expect(offersInADay(pauses.administrator)).toBe(1);
});

test("the application's refused password is offered again after five minutes, then once an hour", () => {
  expect(offersInADay(pauses.application)).toBe(25);
});

test("another password is offered at once, and begins anew", () => {
  let now = 0;
  const refused = new RefusedPassword(pauses.application, () => now);
  const [first, second] = [{ password: "first" }, { password: "second" }];
  refused.remember(first, refusal);
  expect(() => refused.check(second)).not.toThrow();
  refused.remember(second, refusal);
  expect(() => refused.check(second)).toThrow("it is not offered again for 5 min");
  now = 5 * MINUTE_MS;
  expect(() => refused.check(second)).not.toThrow();
});

test("the same password in another version of its secret is another offer: somebody says that it is right by now", () => {
  const refused = new RefusedPassword(pauses.administrator, () => 0);
  refused.remember({ password: "same", version: "1" }, refusal);
  expect(() => refused.check({ password: "same", version: "1" })).toThrow(
    "until its secret has another version",
  );
  expect(() => refused.check({ password: "same", version: "2" })).not.toThrow();
});

test("a version that was refused is remembered by the next process, which is told neither the password nor what was made of it", () => {
  const folder = temporaryFolder();
  const process = () => new RefusedPassword(pauses.administrator, () => 0, new RefusedVersion(folder.path));
  process().remember({ password: "canary", version: "ocid1.vaultsecret.a 3" }, refusal);
  const next = process();
  expect(() => next.check({ password: "canary", version: "ocid1.vaultsecret.a 3" })).toThrow(
    "until its secret has another version",
  );
  expect(() => next.check({ password: "canary", version: "ocid1.vaultsecret.a 4" })).not.toThrow();
  expect(readFileSync(path.join(folder.path, "refused-administrator"), "utf8")).toBe("ocid1.vaultsecret.a 3");
  folder.remove();
});

test("a folder that cannot be written to keeps nobody from asking", () => {
  const refused = new RefusedPassword(pauses.administrator, () => 0, new RefusedVersion("/proc/nowhere"));
  const login = { password: "same", version: "1" };
  expect(() => refused.check(login)).not.toThrow();
  refused.remember(login, refusal);
  expect(() => refused.check(login)).toThrow("it is not offered again");
});

test("a password that was set meanwhile is offered at once", () => {
  const refused = new RefusedPassword(pauses.administrator, () => 0);
  refused.remember({ password: "first" }, refusal);
  refused.forget();
  expect(() => refused.check({ password: "first" })).not.toThrow();
});

test("the error says why, and does not quote the password", () => {
  const refused = new RefusedPassword(pauses.administrator, () => 0);
  const canary = { password: "canary" };
  refused.remember(canary, refusal);
  expect(() => refused.check(canary)).not.toThrow("canary");
  expect(() => refused.check(canary)).toThrow("until it is another one, or this command is started anew");
  expect(() => refused.check(canary)).toThrow(
    expect.objectContaining({ cause: expect.objectContaining({ message: "ORA-01017" }) }),
  );
});
