import { execFileSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** Whether a program is on the PATH. */
export function has(program: string): boolean {
  return pathOf(program) !== undefined;
}

/** Path of a program on the PATH; undefined where it is not installed. */
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
