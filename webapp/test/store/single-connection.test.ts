import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import type { Dialer } from "../../src/store/dial";
import { pingLimits, SingleConnection, shared } from "../../src/store/single-connection";

interface Wire {
  readonly id: number;
  broken: boolean;
}

/** Counts what a line does to its connections. */
class Exchange implements Dialer<Wire> {
  dials = 0;
  hungUp: number[] = [];
  cuts: number[] = [];
  answer: () => Promise<unknown> = () => Promise.resolve();

  dial = async () => {
    const id = ++this.dials;
    await this.answer();
    return { id, broken: false };
  };
  alive = ({ broken }: Wire) => !broken;
  hangUp = ({ id }: Wire) => Promise.resolve(void this.hungUp.push(id));
  cut = ({ id }: Wire) => void this.cuts.push(id);
}

const limits = { waitMs: 100, statementMs: 100, dialMs: 300 };
const never = () => new Promise<never>(() => undefined);
const nothing = () => false;
const anything = () => true;
const idOf = ({ id }: Wire) => Promise.resolve(id);

describe("a line", () => {
  test("dials once, when it is first used", async () => {
    const exchange = new Exchange();
    const line = new SingleConnection(exchange, limits);
    expect(exchange.dials).toBe(0);
    await Promise.all([line.use(idOf, nothing), line.use(idOf, nothing), line.use(idOf, nothing)]);
    expect(exchange.dials).toBe(1);
  });

  test("runs one statement at a time, in the order in which they came", async () => {
    const line = new SingleConnection(new Exchange(), limits);
    const log: string[] = [];
    const statement = (name: string, ms: number) => async () => {
      log.push(`${name} begins`);
      await pause(ms);
      log.push(`${name} ends`);
    };
    await Promise.all([line.use(statement("a", 20), nothing), line.use(statement("b", 0), nothing)]);
    expect(log).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  test("tells a statement that was never sent from one whose answer is missing", async () => {
    const line = new SingleConnection(new Exchange(), { ...limits, waitMs: 30 });
    const [sent, unsent] = await Promise.allSettled([line.use(never, nothing), line.use(idOf, nothing)]);
    expect(sent).toMatchObject({ reason: { outcome: "uncertain" } });
    expect(unsent).toMatchObject({ reason: { outcome: "unavailable" } });
  });

  test("never sends a statement whose visitor was told that it was not sent", async () => {
    const line = new SingleConnection(new Exchange(), { ...limits, waitMs: 30 });
    let sent = false;
    const visits = Promise.allSettled([
      line.use(() => pause(80), nothing),
      line.use(() => Promise.resolve(void (sent = true)), nothing),
    ]);
    await visits;
    await pause(100);
    expect(sent).toBe(false);
  });

  test("replaces a connection whose statement hung", async () => {
    const exchange = new Exchange();
    const line = new SingleConnection(exchange, limits);
    await expect(line.use(never, nothing)).rejects.toThrow("did not answer within 100 ms");
    await expect(line.use(idOf, nothing)).resolves.toBe(2);
    expect(exchange.hungUp).toEqual([1]);
  });

  test("keeps a connection whose statement was refused in good order", async () => {
    const exchange = new Exchange();
    const line = new SingleConnection(exchange, limits);
    await expect(line.use(() => Promise.reject(new Error("refused")), anything)).rejects.toThrow("refused");
    await expect(line.use(idOf, nothing)).resolves.toBe(1);
  });

  test("replaces a connection that broke while idle", async () => {
    const line = new SingleConnection(new Exchange(), limits);
    await line.use((wire) => Promise.resolve((wire.broken = true)), nothing);
    await expect(line.use(idOf, nothing)).resolves.toBe(2);
  });

  test("does not log in for each visitor while the database is away, and comes back by itself", async () => {
    const exchange = new Exchange();
    exchange.answer = () => Promise.reject(new Error("away"));
    const line = new SingleConnection(exchange, limits);
    const visits = await Promise.allSettled(Array.from({ length: 500 }, () => line.use(idOf, nothing)));
    expect(visits.every(({ status }) => status === "rejected")).toBe(true);
    expect(exchange.dials).toBeLessThanOrEqual(3);
    exchange.answer = () => Promise.resolve();
    await pause(300);
    const served = await line.use(idOf, nothing);
    expect(served).toBe(exchange.dials);
  });

  test("hands a connection that came too late for one visitor to the next", async () => {
    const exchange = new Exchange();
    exchange.answer = () => pause(150);
    const line = new SingleConnection(exchange, limits);
    await expect(line.use(idOf, nothing)).rejects.toMatchObject({ outcome: "unavailable" });
    await expect(line.use(idOf, nothing)).resolves.toBe(1);
  });

  test("closes after the statement in flight, and takes no more", async () => {
    const exchange = new Exchange();
    const line = new SingleConnection(exchange, limits);
    const visit = line.use(() => pause(30, "done"), nothing);
    const closed = line.close();
    await expect(line.use(idOf, nothing)).rejects.toThrow("the store is closed");
    await expect(visit).resolves.toBe("done");
    await closed;
    expect(exchange.hungUp).toEqual([1]);
  });

  test("gives up a log-in that hangs, hangs up on it if it comes after all, and tries the next", async () => {
    const exchange = new Exchange();
    exchange.answer = () => pause(400);
    const line = new SingleConnection(exchange, limits);
    await expect(line.use(idOf, nothing)).rejects.toThrow(
      "no connection to the database was free within 100 ms",
    );
    // Whoever waits when the log-in is given up hears of it; on a busy machine that is not the next visitor.
    const heard: string[] = [];
    while (heard.length < 20 && !heard.at(-1)?.includes("the log-in took longer than 300 ms"))
      heard.push(String(await line.use(idOf, nothing).catch((error: unknown) => error)));
    expect(heard.at(-1)).toContain("the log-in took longer than 300 ms");
    exchange.answer = () => Promise.resolve();
    await pause(500);
    expect(await line.use(idOf, nothing)).toBeGreaterThan(1);
    expect(exchange.cuts[0]).toBe(1);
  });

  test("answers a balancer's question within a second, though the connection comes late and the statement hangs", async () => {
    const exchange = new Exchange();
    exchange.answer = () => pause(pingLimits.waitMs * 0.5);
    const begin = performance.now();
    await expect(new SingleConnection(exchange, pingLimits).use(never, nothing)).rejects.toMatchObject({
      outcome: "uncertain",
    });
    expect(performance.now() - begin).toBeLessThan(1_000);
  });

  test("closes in time although a log-in hangs", async () => {
    const exchange = new Exchange();
    exchange.answer = never;
    const line = new SingleConnection(exchange, { ...limits, dialMs: 60_000 });
    const visit = expect(line.use(idOf, nothing)).rejects.toMatchObject({ outcome: "unavailable" });
    const begin = performance.now();
    await line.close();
    await visit;
    expect(performance.now() - begin).toBeLessThan(300);
  });

  test("closes in time although nobody answers its good-bye", async () => {
    const exchange = new Exchange();
    exchange.hangUp = never;
    const line = new SingleConnection(exchange, limits);
    await line.use(idOf, nothing);
    const begin = performance.now();
    await line.close();
    expect(performance.now() - begin).toBeLessThan(1_000);
    expect(exchange.cuts).toEqual([1]);
  });
});

describe("a shared statement", () => {
  /** A statement that takes a while, and answers with how often it was sent. */
  const counted = () => {
    let sent = 0;
    return async () => {
      const mine = ++sent;
      await pause(30);
      return mine;
    };
  };

  test("is sent once for all who ask before it is sent, and once more for all who ask while it runs", async () => {
    const ask = shared(new SingleConnection(new Exchange(), limits), counted(), nothing);
    const before = Array.from({ length: 500 }, ask);
    await pause(15);
    const meanwhile = Array.from({ length: 500 }, ask);
    expect(new Set(await Promise.all(before))).toEqual(new Set([1]));
    expect(new Set(await Promise.all(meanwhile))).toEqual(new Set([2]));
  });

  test("is not shared with who asks while it runs on a connection that nobody else waits for", async () => {
    const ask = shared(new SingleConnection(new Exchange(), limits), counted(), nothing);
    await ask();
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([2, 3, 3]);
  });

  test("that could not be sent fails nobody who asks later", async () => {
    const exchange = new Exchange();
    exchange.answer = () => pause(150);
    const ask = shared(new SingleConnection(exchange, limits), counted(), nothing);
    const failed = await Promise.allSettled([ask(), ask()]);
    expect(failed).toMatchObject(Array(2).fill({ reason: { outcome: "unavailable" } }));
    await expect(ask()).resolves.toBe(1);
  });
});
