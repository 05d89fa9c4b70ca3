import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The project's root. */
export const root = join(__dirname, "..");

// What `npm run build` makes, which tests read.
const built = ["webapp/dist", "providers/oci/lib"];

/** Every file of the project, by its path: what Git knows, and what it would. */
function filesOf(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
}

/** Copies the project into a temporary folder, where a mutant harms nobody; packages are those of the original. */
export function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), "counterpart-mutation-"));
  for (const file of [...filesOf(), ...built.filter((folder) => existsSync(join(root, folder)))]) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file), { recursive: true });
  }
  for (const folder of [".", "webapp", "providers/oci"]) {
    const packages = join(root, folder, "node_modules");
    if (existsSync(packages)) symlinkSync(packages, join(copy, folder, "node_modules"));
  }
  return copy;
}

/** Digest of a file as it is, or of nothing where it is not there. */
export function digestOf(file: string): string {
  const path = join(root, file);
  return digest(existsSync(path) ? readFileSync(path) : "");
}

/** Digest of the whole project. */
export function digestOfTree(): string {
  return digest(
    filesOf()
      .map((file) => `${file} ${digestOf(file)}`)
      .join("\n"),
  );
}

/** SHA-256 in hexadecimal digits. */
export function digest(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}
