import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const blockBytes = 512;

/**
 * Lists the files in a `.tar.gz`, as tar's own index has them: names of up to 100 characters, or 255 with a prefix
 * (https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, "ustar Interchange Format").
 *
 * @param path of the archive
 * @returns names without a leading `./`
 * @throws {Error} when it is not gzipped
 */
export function filesIn(path: string): string[] {
  const tar = gunzipSync(readFileSync(path));
  const names: string[] = [];
  for (let at = 0; at + blockBytes <= tar.length && tar[at] !== 0;) {
    const field = (from: number, length: number) => text(tar.subarray(at + from, at + from + length));
    const isFile = ["", "0"].includes(field(156, 1));
    if (isFile) names.push([field(345, 155), field(0, 100)].filter(Boolean).join("/").replace(/^\.\//, ""));
    at += blockBytes * (1 + Math.ceil(Number.parseInt(field(124, 12), 8) / blockBytes));
  }
  return names;
}

function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end))
    .toString()
    .trim();
}
