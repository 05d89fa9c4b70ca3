import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { jest } from "@jest/globals";
import { Artifact } from "../../constructs/web-app";
import { counterApp } from "../../stacks/counter-app";

/** Has the stacks ship an app with this content from now on, out of a new folder; returns the digest of its bytes. */
export function ship(content: string): string {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-bytes-"));
  const file = join(folder, "counter.tar.gz");
  writeFileSync(join(folder, counterApp.entryPoint), content);
  // The same content is to be the same bytes.
  const tar = execFileSync("tar", ["-c", "--mtime=@0", "-C", folder, counterApp.entryPoint]);
  writeFileSync(file, gzipSync(tar));
  const artifact = Artifact.fromFile(file);
  jest.replaceProperty(counterApp, "artifact", artifact);
  return artifact.sha256;
}
