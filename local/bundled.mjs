/**
 * Runs a program of TypeScript as one file of JavaScript: `node local/bundled.mjs <program> arguments…`.
 *
 * The file is kept in `.data/bundled` and made anew by esbuild where one of its sources, or what is installed, is another. To load
 * some three hundred sources one by one would be a third of the time of `npm run synth` (`npm run bench:synth`).
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire, isBuiltin } from "node:module";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const [, , program] = process.argv;

// Not in `node_modules`, which two work trees may share.
const folder = path.join(root, ".data/bundled");
const file = path.join(folder, `${path.basename(program, ".ts")}.cjs`);
/** Files besides the sources that decide what the bundle is. */
const others = ["local/bundled.mjs", "tsconfig.json", "node_modules/.package-lock.json"];

/** Last line of a bundle: its sources, and the digest of all that it was made of. */
function lineOf(inputs) {
  const hash = createHash("sha256");
  for (const input of [...inputs, ...others]) {
    const source = path.join(root, input);
    hash.update(existsSync(source) ? readFileSync(source) : "").update("\0");
  }
  return `// ${JSON.stringify({ inputs, digest: hash.digest("hex") })}`;
}

function isUpToDate() {
  if (!existsSync(file)) return false;
  const text = readFileSync(file, "utf8");
  const line = text.slice(text.lastIndexOf("\n") + 1);
  return line === lineOf(JSON.parse(line.slice(3)).inputs);
}

async function make() {
  const esbuild = await import("esbuild");
  const { outputFiles, metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: [program],
    outfile: file,
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "error",
    plugins: [asItStands],
  });
  mkdirSync(folder, { recursive: true });
  // Two programs at once must not find half a file.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, outputFiles[0].text + lineOf(Object.keys(metafile.inputs)));
  renameSync(draft, file);
}

/** Leaves packages where they are, and tells each source its own place. */
const asItStands = {
  name: "as it stands",
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path: name, resolveDir, kind }) => {
      if (kind === "entry-point") return undefined;
      return { path: isBuiltin(name) ? name : createRequire(`${resolveDir}/`).resolve(name), external: true };
    });
    build.onLoad({ filter: /\.ts$/ }, ({ path: source }) => {
      const text = readFileSync(source, "utf8");
      if (!/\b__(dir|file)name\b/.test(text)) return undefined;
      const place = `const __filename = ${JSON.stringify(source)}, __dirname = ${JSON.stringify(path.dirname(source))};`;
      // On the same line, so that the lines of traces stay right.
      return { contents: place + text, loader: "ts" };
    });
  },
};

if (!isUpToDate()) await make();
process.setSourceMapsEnabled(true);
// As if the program had been started itself.
process.argv.splice(1, 1);
createRequire(import.meta.url)(file);
