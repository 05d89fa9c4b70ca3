import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * A PATH on which `sleep`, and a program of Node.js that does nothing but wait, end at once: the stacks wait with these for what is there
 * at once here, such as servers.
 *
 * @param folder where the programs are written
 */
export function pathWithoutWaits(folder: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  const programs = {
    sleep: "",
    node: `case "$1 $2" in "--eval setTimeout(() => {}, "*) exit ;; esac\nexec '${process.execPath}' "$@"\n`,
  };
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}`);
    chmodSync(join(bin, name), 0o755);
  }
  return [bin, process.env.PATH].join(delimiter);
}
