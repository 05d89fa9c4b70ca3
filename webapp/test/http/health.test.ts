import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { Probe } from "../../src/counting/probe";

/** A database whose mood the test changes. */
class Database {
  pings = 0;
  running = 0;
  mostRunning = 0;
  answer: () => Promise<unknown> = () => Promise.resolve();

  ping = async () => {
    this.pings++;
    this.mostRunning = Math.max(this.mostRunning, ++this.running);
    try {
      await this.answer();
    } finally {
      this.running--;
    }
  };
}

const limits = { freshMs: 60, answerMs: 80 };
const away = () => Promise.reject(new Error("away"));
const nothing = () => undefined;

describe("a probe", () => {
  test("asks once for everybody who asks at the same time", async () => {
    const database = new Database();
    database.answer = () => pause(20);
    const probe = new Probe(database, nothing, limits);
    const answers = await Promise.all(Array.from({ length: 200 }, () => probe.isReachable()));
    expect(new Set(answers)).toEqual(new Set([true]));
    expect(database.pings).toBe(1);
  });

  test("gives a fresh answer to everybody who comes soon after, and asks again later", async () => {
    const database = new Database();
    const probe = new Probe(database, nothing, { ...limits, freshMs: 10_000 });
    for (let asked = 0; asked < 50; asked++) expect(await probe.isReachable()).toBe(true);
    expect(database.pings).toBe(1);
    const forgetful = new Probe(database, nothing, { ...limits, freshMs: 0 });
    for (let asked = 0; asked < 3; asked++) expect(await forgetful.isReachable()).toBe(true);
    expect(database.pings).toBe(4);
  });

  test("notices that the database is lost, and that it is back", async () => {
    const database = new Database();
    const probe = new Probe(database, nothing, limits);
    expect(await probe.isReachable()).toBe(true);
    database.answer = away;
    await pause(limits.freshMs + 5);
    expect(await probe.isReachable()).toBe(false);
    database.answer = () => Promise.resolve();
    await pause(limits.freshMs + 5);
    expect(await probe.isReachable()).toBe(true);
  });

  test("says no in time when the database does not answer at all", async () => {
    const database = new Database();
    database.answer = () => new Promise(nothing);
    const probe = new Probe(database, nothing, limits);
    const begin = performance.now();
    expect(await probe.isReachable()).toBe(false);
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  test("tells each change once, with its reason", async () => {
    const database = new Database();
    const heard: unknown[] = [];
    const probe = new Probe(database, (error) => heard.push(error), { ...limits, freshMs: 0 });
    for (const answer of [away, away, () => Promise.resolve(), () => Promise.resolve(), away]) {
      database.answer = answer;
      await probe.isReachable();
    }
    expect(heard).toMatchObject([{ message: "away" }, undefined, { message: "away" }]);
  });

  test("tells another cause when it comes, below all that was made of it, and one that goes on only once", async () => {
    const database = new Database();
    const heard: unknown[] = [];
    const probe = new Probe(database, (error) => heard.push(error), { ...limits, freshMs: 0 });
    const late = (cause: Error) => () => Promise.reject(new Error("late", { cause }));
    const [closed, refused] = [new Error("closed"), new Error("refused")];
    for (const cause of [closed, closed, refused, refused, closed, refused]) {
      database.answer = late(cause);
      await probe.isReachable();
    }
    // Two that take turns are told of every ten seconds.
    expect(heard).toMatchObject([{ cause: closed }, { cause: refused }]);
  });
});
