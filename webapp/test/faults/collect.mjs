/** Loaded before the server, with `--expose-gc`: SIGWINCH has it collect what nobody holds any more. */
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

process.on("SIGWINCH", async () => {
  for (let round = 0; round < 5; round++) {
    globalThis.gc();
    await pause(50);
  }
  process.stdout.write(`${JSON.stringify({ level: 30, time: Date.now(), msg: "collected" })}\n`);
});
