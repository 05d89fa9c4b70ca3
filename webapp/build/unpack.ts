import { createReadStream, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { extract } from "tar-stream";

/** Unpacks a flat `.tar.gz` into a folder that then holds nothing else. */
export async function unpack(archive: string, folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const entries = extract();
  const opened = pipeline(createReadStream(archive), createGunzip(), entries);
  for await (const entry of entries) {
    writeFileSync(path.join(folder, path.basename(entry.header.name)), await buffer(entry));
  }
  await opened;
}
