import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** What is known of a build that was made. */
interface Built {
  /** Files that were bundled, as esbuild names them from the folder of the web app. */
  readonly inputs: readonly string[];
  /** Digest of all that the artifact was made of. */
  readonly madeOf: string;
  /** Digest of the artifact. */
  readonly artifact: string;
}

/**
 * Whether an artifact is the one that a build would make now: the files that were bundled are the same, no package was installed and
 * no source came since, and nobody touched the artifact.
 *
 * @param folder folder of the web app
 * @param file the artifact
 */
export function isUpToDate(folder: string, file: string): boolean {
  const stamp = stampFile(file);
  if (!existsSync(file) || !existsSync(stamp) || !existsSync(installed(folder))) return false;
  const { inputs, madeOf, artifact } = JSON.parse(readFileSync(stamp, "utf8")) as Built;
  return (
    inputs.every((input) => existsSync(path.join(folder, input))) &&
    digestOf([file]) === artifact &&
    digestOfAll(folder, inputs) === madeOf
  );
}

/** What to remember of an artifact, and where, once it is there. */
export function stampOf(folder: string, file: string, inputs: readonly string[]) {
  const built: Built = { inputs, madeOf: digestOfAll(folder, inputs), artifact: digestOf([file]) };
  return { file: stampFile(file), content: JSON.stringify(built) };
}

const stampFile = (file: string) => `${file}.stamp.json`;

/** npm's own record of what it installed: with another package a name may lead to another file. */
const installed = (folder: string) => path.resolve(folder, "../node_modules/.package-lock.json");

function digestOfAll(folder: string, inputs: readonly string[]): string {
  const own = ["src", "build"].flatMap((name) => filesBelow(path.join(folder, name)));
  const files = [
    ...inputs.map((input) => path.join(folder, input)),
    ...own,
    path.join(folder, "package.json"),
  ];
  return digestOf([...new Set([...files, installed(folder)])].filter((file) => existsSync(file)).sort());
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** Digest of files with their names, and of the Node.js that reads them: a build proves that its artifact starts there. */
function digestOf(files: readonly string[]): string {
  const hash = createHash("sha256").update(process.version);
  for (const file of files) hash.update(`\0${path.basename(file)}\0`).update(readFileSync(file));
  return hash.digest("hex");
}
