import { afterEach, beforeEach, expect, test } from "@jest/globals";
import type { CounterStore } from "../../src/store/store";
import { eventually } from "./eventually";

/** Parts of the suite that each driver provides. */
export interface StoreUnderTest {
  /** Opens the store on the same empty database each time within a test. */
  readonly open: () => CounterStore;
  /** Makes the database as it was before any migration. */
  readonly reset: () => Promise<void>;
}

/** The promises that every driver keeps. */
export function testStore({ open, reset }: StoreUnderTest): void {
  let store: CounterStore;
  let others: CounterStore[];
  const openOther = () => {
    const other = open();
    others.push(other);
    return other;
  };

  beforeEach(async () => {
    await reset();
    others = [];
    store = open();
    await store.migrate();
  });
  afterEach(() => Promise.all([store, ...others].map((each) => each.close())));

  test("starts at nothing", async () => {
    await expect(store.read()).resolves.toBe(0);
  });

  test("resolves to the total after each step", async () => {
    await expect(store.increment(1)).resolves.toBe(1);
    await expect(store.increment(41)).resolves.toBe(42);
    await expect(store.read()).resolves.toBe(42);
  });

  test("gives each of many simultaneous visits a number of its own, without a gap", async () => {
    // They take turns, and the last may wait no longer than a second on a disk that is busy.
    const visits = Array.from({ length: 50 }, (_, index) => index + 1);
    const numbers = await Promise.all(visits.map(() => store.increment(1)));
    expect(numbers.sort((a, b) => a - b)).toEqual(visits);
  });

  test("keeps the total when it migrates again", async () => {
    await store.increment(7);
    await store.migrate();
    await expect(store.read()).resolves.toBe(7);
  });

  test("is exact up to the largest safe integer", async () => {
    await store.increment(Number.MAX_SAFE_INTEGER - 1);
    await expect(store.increment(1)).resolves.toBe(Number.MAX_SAFE_INTEGER);
    await expect(store.read()).resolves.toBe(Number.MAX_SAFE_INTEGER);
  });

  test("refuses to count where a number would no longer be exact, and stays as it was", async () => {
    await store.increment(Number.MAX_SAFE_INTEGER);
    await expect(store.increment(1)).rejects.toMatchObject({
      name: "StoreError",
      outcome: expect.not.stringMatching("uncertain"),
    });
    await expect(store.read()).resolves.toBe(Number.MAX_SAFE_INTEGER);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.MAX_SAFE_INTEGER + 1])("refuses %d as a step", async (step) => {
    await expect(store.increment(step)).rejects.toThrow("`by` must be a positive integer");
    await expect(store.read()).resolves.toBe(0);
  });

  test("answers a ping without counting", async () => {
    await eventually(() => store.ping());
    await expect(store.read()).resolves.toBe(0);
  });

  test("fails a ping where no visit can be counted any more", async () => {
    await store.increment(Number.MAX_SAFE_INTEGER - 1);
    await expect(eventually(() => store.ping())).resolves.toBeUndefined();
    await store.increment(1);
    await expect(eventually(() => store.ping())).rejects.toThrow(
      "the counter is at its limit, 9007199254740991",
    );
  });

  test("lets statements in flight finish when it is closed", async () => {
    const store = openOther();
    const visits = Promise.all([store.increment(1), store.increment(1)]);
    await store.close();
    await expect(visits).resolves.toHaveLength(2);
  });

  test("can be closed twice, and before it was ever used", async () => {
    const unused = openOther();
    await unused.close();
    await expect(unused.close()).resolves.toBeUndefined();
  });
}

/** The promises of drivers whose counter is shared by many servers. */
export function testSharedStore({ open, reset }: StoreUnderTest): void {
  test("is migrated by many servers at once", async () => {
    await reset();
    const servers = Array.from({ length: 8 }, open);
    try {
      await Promise.all(servers.map((server) => server.migrate()));
      await Promise.all(servers.map((server) => server.increment(1)));
      await expect(servers[0]?.read()).resolves.toBe(8);
    } finally {
      await Promise.all(servers.map((server) => server.close()));
    }
  });

  test("is an error and not a silent 0 before the first migration", async () => {
    await reset();
    const store = open();
    try {
      await expect(store.read()).rejects.toMatchObject({ name: "StoreError", outcome: "rejected" });
      await expect(eventually(() => store.ping())).rejects.toMatchObject({
        name: "StoreError",
        outcome: "rejected",
      });
      await expect(store.increment(1)).rejects.toMatchObject({ name: "StoreError", outcome: "rejected" });
    } finally {
      await store.close();
    }
  });
}
