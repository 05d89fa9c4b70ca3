import { execFileSync } from "node:child_process";
import { test } from "@jest/globals";

/** A test that needs a program; without it the test is skipped and its name says why. */
export function testWith(program: string, name: string, body: () => void | Promise<void>): void {
  if (has(program)) test(name, body);
  else test.skip(`${name} (needs ${program})`, body);
}

/** Whether a program is on the PATH. */
export function has(program: string): boolean {
  try {
    execFileSync("sh", ["-c", `command -v ${program}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
