import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const LEGAL = /^(licen[cs]e|notice|third[_-]party)/i;

/** The licences and notices of the packages that the bundled `inputs` come from; packages with the same text share it. */
export function licences(folder: string, inputs: readonly string[]): string {
  const roots = new Set(inputs.flatMap((input) => packageRoot(path.resolve(folder, input)) ?? []));
  const namesByText = new Map<string, Set<string>>();
  for (const root of roots) {
    const names = namesByText.get(texts(root)) ?? new Set();
    namesByText.set(texts(root), names.add(heading(root)));
  }
  return [...namesByText]
    .map(([text, names]) => `${[...names].sort().join("\n")}\n\n${text}\n`)
    .sort()
    .join("\n");
}

/** The folder of the package that a file belongs to: what follows the last `node_modules`. */
function packageRoot(file: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function heading(root: string): string {
  const { name, version, license } = manifest(root);
  return `=== ${name} ${version} (${license}) ===`;
}

function texts(root: string): string {
  return readdirSync(root)
    .filter((file) => LEGAL.test(file))
    .sort()
    .map((file) => readFileSync(path.join(root, file), "utf8").replaceAll("\r\n", "\n").trim())
    .join("\n\n");
}

function manifest(root: string): { name: string; version: string; license: string } {
  const file = path.join(root, "package.json");
  if (!existsSync(file))
    throw new Error(`a bundled package must have a \`package.json\`, found none in ${root}`);
  return JSON.parse(readFileSync(file, "utf8")) as { name: string; version: string; license: string };
}
