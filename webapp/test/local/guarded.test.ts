import { describe, expect, test } from "@jest/globals";
import { startGuarded } from "../../../local/guarded";

/** A program that says when it has taken up its signals. */
function node(script: string) {
  return [process.execPath, "-e", `${script};process.stdout.write("ready");setInterval(() => {}, 1_000)`];
}

function ready(guarded: ReturnType<typeof startGuarded>): Promise<void> {
  return new Promise((resolve) => guarded.process.stdout?.once("data", () => resolve()));
}

describe("a guarded program", () => {
  test("ends with its own exit code when it heeds the signal", async () => {
    const program = startGuarded(node('process.on("SIGTERM", () => process.exit(7))'), {
      signal: "TERM",
      env: process.env,
    });
    await ready(program);
    await program.stop();
    await expect(program.ended).resolves.toBe(7);
  });

  test("is killed when it does not stop within its limit", async () => {
    const program = startGuarded(node('process.on("SIGTERM", () => undefined)'), {
      signal: "TERM",
      env: process.env,
      stopMs: 300,
    });
    await ready(program);
    await program.stop();
    await expect(program.ended).resolves.toBe(1);
  });
});
