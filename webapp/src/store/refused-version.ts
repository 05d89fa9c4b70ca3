import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * A file that outlives the process and a restart of the server, with the version of a secret that the database refused.
 *
 * Neither a password is in it nor anything that was made of one.
 */
export class RefusedVersion {
  private readonly file: string;

  constructor(folder: string) {
    this.file = path.join(folder, "refused-administrator");
  }

  /** Whether this is the version that was refused last. */
  has(version: string): boolean {
    try {
      return readFileSync(this.file, "utf8") === version;
    } catch {
      return false;
    }
  }

  /** Keeps a version that was refused. */
  keep(version: string): void {
    try {
      writeFileSync(this.file, version);
    } catch {
      // The process remembers it in any case.
    }
  }
}
