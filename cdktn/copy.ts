import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Names of cdktf's packages in its fork, and the versions that are tried. */
const packages: Readonly<Record<string, readonly [name: string, version: string]>> = {
  cdktf: ["cdktn", "0.24.0"],
  "cdktf-cli": ["cdktn-cli", "0.24.0"],
  "@cdktf/commons": ["@cdktn/commons", "0.24.0"],
  "@cdktf/provider-aws": ["@cdktn/provider-aws", "25.7.0"],
  "@cdktf/provider-generator": ["@cdktn/provider-generator", "0.24.0"],
  // Its generator compiles with another release of jsii.
  "jsii-pacmak": ["jsii-pacmak", "1.128.0"],
};

/** Node.js that the fork's command line asks for. */
const node = "^22.19.0 || ^24.0.0 || ^26.0.0";

/** An import: a name in quotes, on its own or before a path within the package. */
const imported = /(["'`])(@cdktf\/(?!node-pty)[\w-]+|cdktf|cdktf-cli)(?=\/(?!\*)|\1)/g;

/** A source file as it must be for the fork. */
export function source(text: string): string {
  return text.replace(imported, (_, quote: string, name: string) => quote + forkOf(name));
}

/**
 * A `package.json` as it must be for the fork.
 *
 * @throws {Error} for a package of cdktf's whose version in the fork nobody named here
 */
export function manifest(text: string): string {
  const { name, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const given = rest as Record<string, Record<string, string> | undefined>;
  const groups = ["dependencies", "devDependencies", "peerDependencies"].flatMap((group) =>
    given[group] ? [[group, dependencies(given[group])] as const] : [],
  );
  const changed = { name: forkOf(String(name)), ...rest, ...Object.fromEntries(groups), engines: { node } };
  return `${JSON.stringify(changed, undefined, 2)}\n`;
}

/** Copies what git knows of the repository, as it is in the working tree, into a folder in which nothing is yet. */
export function copy(root: string, to: string): void {
  const files = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  for (const file of files.split("\0").filter((name) => name !== "")) {
    mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    writeFileSync(path.join(to, file), changed(file, readFileSync(path.join(root, file))));
  }
}

function changed(file: string, bytes: Buffer): Buffer | string {
  if (path.basename(file) === "package.json") return manifest(bytes.toString());
  return /\.m?[jt]s$/.test(file) ? source(bytes.toString()) : bytes;
}

function dependencies(given: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([name, version]) => {
      const known = packages[name];
      if (known) return known;
      if (name.startsWith("@cdktf/") && !version.startsWith("npm:"))
        throw new Error(`\`${name}\` must have a counterpart in cdktn/copy.ts, got none`);
      return [name, version];
    }),
  );
}

function forkOf(name: string): string {
  return packages[name]?.[0] ?? name.replace(/^@cdktf\//, "@cdktn/");
}
