import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let folder;

/** Gives a run of jest a temporary folder of its own, for its workers and all that they start. */
export default function temporaryFolder() {
  // In watch mode all runs share one.
  if (folder) return;
  // A short name: paths of Unix sockets begin with it, and they may have 103 bytes at the most.
  folder = mkdtempSync(join(tmpdir(), "jest-"));
  // PostgreSQL does not run as root, and the user that it runs as must get through here.
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
  // A Terraform that lacks a variable would wait for its value until the test's time is over.
  process.env.TF_INPUT = "0";
  // Not in jest's teardown, which does not come where jest itself fails.
  process.once("exit", () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
}
