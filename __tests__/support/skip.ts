import { execFileSync } from "node:child_process";
import { test } from "@jest/globals";

/** A test that needs a program; without it the test is skipped and its name says why. */
export function testWith(
  program: string,
  name: string,
  body: () => void | Promise<void>,
  timeoutMs?: number,
): void {
  if (has(program)) test(name, body, timeoutMs);
  else test.skip(`${name} (needs ${program})`, body);
}

/** Whether a program is on the PATH. */
export function has(program: string): boolean {
  return succeeds(`command -v ${program}`);
}

/** Whether a line of shell ends well on this machine. */
export function succeeds(line: string): boolean {
  try {
    execFileSync("sh", ["-c", line], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
