import { execFileSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";
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
  return pathOf(program) !== undefined;
}

/** Where on the PATH a program is; nothing where it is not. */
export function pathOf(program: string): string | undefined {
  const names = ["", ...(process.env.PATHEXT ?? "").split(";")].map((suffix) => program + suffix);
  return (process.env.PATH ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/**
 * Whether a program ends well on this machine.
 *
 * @throws {RangeError} for a line of shell, which no program is named like, so that no test is skipped for it in silence
 */
export function succeeds(program: string, ...args: string[]): boolean {
  if (program.includes(" "))
    throw new RangeError(`\`program\` must come without its arguments, got "${program}"`);
  try {
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
