import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { type Attempt, openConnection } from "../../src/store/dial";

/** An attempt that a test answers. */
class Fake implements Attempt<number> {
  abandoned = false;
  said = false;
  answer!: (value: number) => void;
  refuse!: (error: Error) => void;
  readonly connection = new Promise<number>((resolve, reject) => {
    this.answer = resolve;
    this.refuse = reject;
  });

  heard = () => this.said;
  abandon = () => void (this.abandoned = true);
}

const SILENT_MS = 50;

function begin() {
  const attempts: Fake[] = [];
  const stop = new AbortController();
  const start = () => {
    const attempt = new Fake();
    attempts.push(attempt);
    return attempt;
  };
  const connection = openConnection(start, stop.signal, SILENT_MS);
  connection.catch(() => undefined);
  return { attempts, stop, connection };
}

describe("opening a connection", () => {
  test("waits for the first attempt, however long it takes, and renews a second one while the server is silent", async () => {
    const { attempts, connection } = begin();
    await pause(4.5 * SILENT_MS);
    expect(attempts.length).toBeGreaterThanOrEqual(4);
    expect(attempts.map(({ abandoned }) => abandoned)).toEqual([
      false,
      ...attempts.slice(1, -1).map(() => true),
      false,
    ]);
    attempts[0]?.answer(1);
    await expect(connection).resolves.toBe(1);
    expect(attempts.map(({ abandoned }) => abandoned)).toEqual([false, ...attempts.slice(1).map(() => true)]);
  });

  test("asks a server that said something only once: it is there, and slow", async () => {
    const { attempts, connection } = begin();
    attempts[0]!.said = true;
    await pause(4 * SILENT_MS);
    expect(attempts).toHaveLength(1);
    attempts[0]!.answer(1);
    await expect(connection).resolves.toBe(1);
  });

  test("takes the second attempt where the first was lost", async () => {
    const { attempts, connection } = begin();
    await pause(1.5 * SILENT_MS);
    attempts[1]!.answer(2);
    await expect(connection).resolves.toBe(2);
    expect(attempts[0]).toMatchObject({ abandoned: true });
  });

  test("fails as the first answer does", async () => {
    const { attempts, connection } = begin();
    await pause(1.5 * SILENT_MS);
    attempts[1]!.refuse(new Error("refused"));
    await expect(connection).rejects.toThrow("refused");
    expect(attempts.map(({ abandoned }) => abandoned)).toEqual([true, true]);
  });

  test("leaves nothing open when it is stopped, not even what comes later", async () => {
    const { attempts, stop, connection } = begin();
    stop.abort(new Error("closed"));
    await expect(connection).rejects.toThrow("closed");
    expect(attempts).toMatchObject([{ abandoned: true }]);
    attempts[0]!.abandoned = false;
    attempts[0]!.answer(1);
    await pause(1);
    expect(attempts).toMatchObject([{ abandoned: true }]);
    await pause(2 * SILENT_MS);
    expect(attempts).toHaveLength(1);
  });
});
