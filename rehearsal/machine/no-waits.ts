import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/**
 * A PATH on which `sleep` ends at once: the stacks wait with it for what is there at once here, such as servers.
 *
 * @param folder where the program is written
 */
export function pathWithoutWaits(folder: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "sleep"), "#!/bin/sh\n");
  chmodSync(join(bin, "sleep"), 0o755);
  return [bin, process.env.PATH].join(delimiter);
}
