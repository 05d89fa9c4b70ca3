import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { unzipSync, zipSync } from "fflate";
import { CommandError } from "../../commands/programs";
import { isSealed, open, seal } from "./envelope";
import type { Subject } from "./summary";

/** Manifest of a plan, besides the plan. */
export interface Manifest extends Subject {
  /** Commit that it was made from. */
  readonly commit: string;
  /** When it was made, in ISO 8601. */
  readonly madeAt: string;
  /** SHA-256 of each file, by its path in the stack's folder. */
  readonly files: Readonly<Record<string, string>>;
}

/** Name of the plan in the stack's folder. */
export const planFile = "tfplan";
const manifestFile = "manifest.json";

/**
 * Packs a plan with all that applying it takes: the stack as it was synthesized, with its assets, and the lock file that names the
 * providers. A plan alone has neither, and an apply that lacks an asset stops half-way.
 *
 * @param folder folder of the stack, in which Terraform has planned
 * @param key encrypts the file; without one it stays readable
 */
export function pack(folder: string, about: Omit<Manifest, "files">, key: string | undefined): Uint8Array {
  const files = filesIn(folder).map((name) => [name, readFileSync(path.join(folder, name))] as const);
  for (const needed of [planFile, ".terraform.lock.hcl"])
    if (!files.some(([name]) => name === needed))
      throw new CommandError(`${folder} has no ${needed}: plan first, with \`npm run delivery -- plan\``);
  const digests = Object.fromEntries(files.map(([name, bytes]) => [name, digest(bytes)]));
  const manifest: Manifest = { ...about, files: digests };
  const zip = zipSync({
    ...Object.fromEntries(files),
    [manifestFile]: Buffer.from(JSON.stringify(manifest, undefined, 1)),
  });
  return key === undefined ? zip : seal(zip, key);
}

/** Properties that a plan must have, or it is not applied. */
export interface Expected extends Subject {
  readonly commit: string;
  /** Hours that it may be old. */
  readonly hours: number;
}

/**
 * Unpacks a plan into the stack's folder, in the place of whatever is there.
 *
 * @returns what is known of it
 * @throws {CommandError} where it is another commit's or environment's, is too old, a file in it was changed, or it is readable though
 * there is a key
 */
export function unpack(
  bytes: Uint8Array,
  folder: string,
  expected: Expected,
  key: string | undefined,
): Manifest {
  const zip = unzipSync(opened(bytes, key));
  const { [manifestFile]: written, ...files } = zip;
  if (written === undefined)
    throw new CommandError("the file is no plan of `npm run delivery -- plan`: it has no manifest");
  const manifest = JSON.parse(Buffer.from(written).toString()) as Manifest;
  check(manifest, files, expected);
  rmSync(folder, { recursive: true, force: true });
  for (const [name, content] of Object.entries(files)) write(folder, name, content);
  return manifest;
}

/** The bytes of the zip. With a key only an encrypted file is taken: whoever lacks the key could have written any other. */
function opened(bytes: Uint8Array, key: string | undefined): Uint8Array {
  if (!isSealed(bytes)) {
    if (key === undefined) return bytes;
    throw new CommandError("the plan must be encrypted, because `PLAN_KEY` is set: plan again");
  }
  if (key === undefined) throw new CommandError("the plan is encrypted: `PLAN_KEY` must hold the key");
  return open(bytes, key);
}

function check(manifest: Manifest, files: Readonly<Record<string, Uint8Array>>, expected: Expected): void {
  for (const name of ["cloud", "environment", "commit"] as const)
    if (manifest[name] !== expected[name])
      throw new CommandError(
        `the plan's ${name} must be ${expected[name] || "the unnamed one"}, got ${manifest[name] || "the unnamed one"}`,
      );
  const age = (Date.now() - Date.parse(manifest.madeAt)) / 3_600_000;
  if (!(age < expected.hours))
    throw new CommandError(
      `the plan must be younger than ${expected.hours} hours, got ${Math.floor(age)}: run all jobs of the workflow again`,
    );
  const names = [...new Set([...Object.keys(files), ...Object.keys(manifest.files)])];
  const changed = names.find(
    (name) => files[name] === undefined || digest(files[name]) !== manifest.files[name],
  );
  if (changed !== undefined) throw new CommandError(`${changed} in the plan is not what its manifest says`);
}

function write(folder: string, name: string, content: Uint8Array): void {
  const file = path.resolve(folder, name);
  if (path.relative(folder, file).startsWith(".."))
    throw new CommandError(`${name} would be written outside of ${folder}`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  chmodSync(file, 0o600);
}

/** Files in a folder by their paths, but for what `init` downloads. */
function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((name) => !name.startsWith(".terraform/"))
    .sort();
}

function digest(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
