import { describe, expect, test } from "@jest/globals";
import { hedged } from "../../src/counting/hedge";

const limits = { againMs: 100, giveUpMs: 1_000 };
const never = new Promise<string>(() => undefined);

/** Asks those who are given, one after the other, and counts. */
function asking(...answers: (() => Promise<string>)[]) {
  let asked = 0;
  return { ask: () => (answers[asked++] ?? (() => never))(), asked: () => asked };
}

describe("a question that may hang", () => {
  test("is asked once where an answer comes at once", async () => {
    const { ask, asked } = asking(() => Promise.resolve("here"));
    await expect(hedged(ask, limits)).resolves.toBe("here");
    await new Promise((resolve) => setTimeout(resolve, 250));
    expect(asked()).toBe(1);
  });

  test("is asked again when it got lost", async () => {
    const { ask, asked } = asking(
      () => never,
      () => Promise.resolve("second"),
    );
    await expect(hedged(ask, limits)).resolves.toBe("second");
    expect(asked()).toBe(2);
  });

  test("is still heard when its answer is slow", async () => {
    const slow = new Promise<string>((resolve) => setTimeout(() => resolve("first"), 350));
    await expect(hedged(asking(() => slow).ask, limits)).resolves.toBe("first");
  });

  test("fails at once when everybody who was asked failed", async () => {
    const { ask, asked } = asking(() => Promise.reject(new Error("no")));
    await expect(hedged(ask, limits)).rejects.toThrow("no");
    expect(asked()).toBe(1);
  });

  test("waits for those who hang when another one fails", async () => {
    const slow = new Promise<string>((resolve) => setTimeout(() => resolve("first"), 350));
    const { ask } = asking(
      () => slow,
      () => Promise.reject(new Error("no")),
    );
    await expect(hedged(ask, limits)).resolves.toBe("first");
  });

  test("is given up after its limit", async () => {
    await expect(hedged(() => never, limits)).rejects.toThrow("no answer within 1000 ms");
  });
});
