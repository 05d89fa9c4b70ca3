import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { Artifact } from "../../constructs/web-app";
import { counterApp } from "../../stacks/counter-app";

/** An artifact with this content, out of a new folder; the same content is the same bytes. */
export function artifactOf(content: string): Artifact {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-bytes-"));
  const file = join(folder, "counter.tar.gz");
  writeFileSync(join(folder, counterApp.entryPoint), content);
  const tar = execFileSync("tar", ["-c", "--mtime=@0", "-C", folder, counterApp.entryPoint]);
  writeFileSync(file, gzipSync(tar));
  return Artifact.fromFile(file);
}

/** Has the stacks ship this artifact from now on. */
export function ship(artifact: Artifact): void {
  Object.assign(counterApp, { artifact });
}
