import { describe, expect, test } from "@jest/globals";
import { KeptCredentials } from "../../src/credentials/kept";

/** A source that counts its questions, and has another password after each rotation. */
function source(validMs?: number) {
  let [questions, now, password] = [0, 0, "first"];
  const kept = new KeptCredentials(
    () => {
      questions++;
      return Promise.resolve({ user: "counter", password, ...(validMs !== undefined && { validMs }) });
    },
    () => now,
  );
  return {
    kept,
    questions: () => questions,
    later: (ms: number) => (now += ms),
    rotate: () => (password = "second"),
  };
}

describe("kept credentials", () => {
  test("are asked for once, however many ask at once, and however often later", async () => {
    const { kept, questions, later } = source();
    await Promise.all(Array.from({ length: 50 }, () => kept.get()));
    later(86_400_000);
    await expect(kept.get()).resolves.toMatchObject({ password: "first" });
    expect(questions()).toBe(1);
  });

  test("are asked for again once they were refused", async () => {
    const { kept, questions, later, rotate } = source();
    const login = await kept.get();
    rotate();
    later(5_000);
    kept.refuse(login);
    await expect(kept.get()).resolves.toMatchObject({ password: "second" });
    // What was refused is gone already.
    kept.refuse(login);
    await kept.get();
    expect(questions()).toBe(2);
  });

  test("are asked for again when they expire", async () => {
    const { kept, questions, later } = source(60_000);
    await kept.get();
    later(59_000);
    await kept.get();
    expect(questions()).toBe(1);
    later(1_000);
    await kept.get();
    expect(questions()).toBe(2);
  });

  test("are asked for once a second at most, whether the database refuses them or their source fails", async () => {
    let questions = 0;
    const failing = new KeptCredentials(() => (questions++, Promise.reject(new Error("away"))));
    const refused = new KeptCredentials(() => (questions++, Promise.resolve({ user: "u", password: "p" })));
    const begin = performance.now();
    for (let attempt = 0; attempt < 2; attempt++) {
      await failing.get().catch(() => undefined);
      refused.refuse(await refused.get());
    }
    expect(questions).toBe(4);
    expect(performance.now() - begin).toBeGreaterThan(950);
  });
});
