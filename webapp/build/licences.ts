import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const LEGAL = /^(licen[cs]e|notice|third[_-]party)/i;

/** The licences and notices of the packages that the bundled `inputs` come from, one after the other, sorted by name. */
export function licences(folder: string, inputs: readonly string[]): string {
  const roots = new Set(inputs.flatMap((input) => packageRoot(path.resolve(folder, input)) ?? []));
  return [...new Set([...roots].map(chapter))].sort().join("\n");
}

/** The folder of the package that a file belongs to: what follows the last `node_modules`. */
function packageRoot(file: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function chapter(root: string): string {
  const { name, version, license } = manifest(root);
  const texts = readdirSync(root)
    .filter((file) => LEGAL.test(file))
    .sort()
    .map((file) => readFileSync(path.join(root, file), "utf8").replaceAll("\r\n", "\n").trim());
  return [`=== ${name} ${version} (${license}) ===`, ...texts, ""].join("\n\n");
}

function manifest(root: string): { name: string; version: string; license: string } {
  const file = path.join(root, "package.json");
  if (!existsSync(file))
    throw new Error(`a bundled package must have a \`package.json\`, found none in ${root}`);
  return JSON.parse(readFileSync(file, "utf8")) as { name: string; version: string; license: string };
}
