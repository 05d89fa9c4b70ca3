import { buffer } from "node:stream/consumers";
import { readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "fflate";
import { pack } from "tar-stream";
import { bundle } from "./bundle";
import { certificateBundle } from "./certificates";
import { licences } from "./licences";

/** The time that every file of the artifact carries: content alone decides its bytes. */
const EPOCH = new Date(0);

/** Makes the artifact of the web app in `folder`: the same bytes for the same sources and lockfile, wherever and whenever. */
export async function artifact(folder: string): Promise<Uint8Array> {
  return (await artifactWithInputs(folder)).bytes;
}

/** The artifact, and the files that were bundled for it, by their paths from `folder`. */
export async function artifactWithInputs(
  folder: string,
): Promise<{ readonly bytes: Uint8Array; readonly inputs: readonly string[] }> {
  const { files, metafile } = await bundle(folder);
  const inputs = Object.keys(metafile.inputs).filter((input) => !input.startsWith("<"));
  const content = new Map<string, string | Uint8Array>([
    ...files,
    ["package.json", manifest(folder)],
    ["rds-ca-bundle.pem", certificateBundle()],
    ["THIRD_PARTY_LICENCES.txt", licences(folder, Object.keys(metafile.inputs))],
  ]);
  // `zlib` compresses differently from one Node.js to the next; this library is the lockfile's.
  return { bytes: gzipSync(await tar(content), { level: 9, mtime: 0 }), inputs };
}

function manifest(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as {
    name: string;
    version: string;
  };
  return `${JSON.stringify({ name, version, type: "module" }, undefined, 2)}\n`;
}

/** Packs files into a tarball whose bytes depend on their names and content alone. */
export async function tar(content: ReadonlyMap<string, string | Uint8Array>): Promise<Uint8Array> {
  const archive = pack();
  for (const [name, bytes] of [...content].sort(([a], [b]) => (a < b ? -1 : 1))) {
    archive.entry(
      { name, mode: 0o644, mtime: EPOCH, uid: 0, gid: 0, uname: "", gname: "" },
      Buffer.from(bytes),
    );
  }
  archive.finalize();
  return buffer(archive);
}
