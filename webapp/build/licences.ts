import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const LEGAL = /^(licen[cs]e|notice|third[_-]party)/i;

/** The licences and notices of the packages that the bundled `inputs` come from; packages with the same text share it. */
export function licences(folder: string, inputs: readonly string[]): string {
  const roots = new Set(inputs.flatMap((input) => packageRoot(path.resolve(folder, input)) ?? []));
  const packages = [...roots].map((root) => ({ ...manifest(root), text: texts(root) }));
  const namesByText = new Map<string, Set<string>>();
  for (const one of packages) {
    const text = one.text || textElsewhere(one, packages);
    const names = namesByText.get(text) ?? new Set();
    namesByText.set(text, names.add(`=== ${one.name} ${one.version} (${one.license}) ===`));
  }
  return [...namesByText]
    .map(([text, names]) => `${[...names].sort().join("\n")}\n\n${text}\n`)
    .sort()
    .join("\n");
}

/** The licence of a package that has no file with it: the one of its repository, or the standard one with its author's name. */
function textElsewhere(one: Package, packages: readonly Package[]): string {
  const { name, version, license, author, repository } = one;
  const sibling = packages.find(
    (other) => other.text && repository?.url !== undefined && other.repository?.url === repository.url,
  );
  if (sibling !== undefined) return sibling.text;
  const holder = typeof author === "string" ? author.replace(/ *<.*>/, "") : author?.name;
  if (license === "MIT" && holder) return mit(holder);
  throw new Error(`${name} ${version} must come with the text of its licence (${license}), found none`);
}

/** The folder of the package that a file belongs to: what follows the last `node_modules`. */
function packageRoot(file: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];
}

function texts(root: string): string {
  const files = readdirSync(root).sort();
  const read = (file: string) => readFileSync(path.join(root, file), "utf8").replaceAll("\r\n", "\n").trim();
  const legal = files.filter((file) => LEGAL.test(file)).map(read);
  const readme = files.find((file) => /^readme/i.test(file));
  return legal.join("\n\n") || (readme === undefined ? "" : section(read(readme)));
}

/** What a README says below its heading `License`, where that is a whole licence. */
function section(readme: string): string {
  const [, text = ""] = /^#+ *licen[cs]e *\n(.*?)(?=\n#+ |$(?![^]))/ims.exec(readme) ?? [];
  return text.includes("WITHOUT WARRANTY") ? text.trim() : "";
}

/** What is read of a package. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly author?: string | { readonly name: string };
  readonly repository?: { readonly url?: string };
}

interface Package extends Manifest {
  readonly text: string;
}

function manifest(root: string): Manifest {
  const file = path.join(root, "package.json");
  if (!existsSync(file))
    throw new Error(`a bundled package must have a \`package.json\`, found none in ${root}`);
  return JSON.parse(readFileSync(file, "utf8")) as Manifest;
}

function mit(holder: string): string {
  return `MIT License

Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;
}
