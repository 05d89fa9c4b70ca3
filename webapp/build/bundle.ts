import { isBuiltin } from "node:module";
import path from "node:path";
import { build, type Metafile } from "esbuild";

/** CommonJS packages expect names that ES modules do not have. */
const banner = [
  'import { createRequire as __createRequire } from "node:module";',
  'import { dirname as __pathDirname } from "node:path";',
  'import { fileURLToPath as __toPath } from "node:url";',
  "const require = __createRequire(import.meta.url);",
  "const __filename = __toPath(import.meta.url);",
  "const __dirname = __pathDirname(__filename);",
].join("");

/** What is required only by those who ask for it, and nobody here does: parts of `pg`, and Fastify's compilers of schemas. */
const optional = [
  "pg-native",
  "pg-cloudflare",
  "@fastify/ajv-compiler",
  "@fastify/fast-json-stringify-compiler",
];

/** Packages that may be missing; any other one that is missing would be missed only when its turn comes. */
const missing = new Set([...optional, "encoding"]);

/** The program's files and what they were made of. */
export interface Bundle {
  /** Content of each file by its name. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What went into the files, for the licences. */
  readonly metafile: Metafile;
}

/** Bundles the web app in `folder` so that it runs without `node_modules` and loads only the chosen driver. */
export async function bundle(folder: string): Promise<Bundle> {
  const result = await build(options(folder));
  requireAll(result.metafile);
  const outdir = path.join(folder, "dist");
  const files = result.outputFiles.map(
    ({ path: file, contents }) => [path.relative(outdir, file), contents] as const,
  );
  return { files: new Map(files), metafile: result.metafile };
}

/** esbuild lets a package be missing that is asked for in a `try`; then an installation that is not whole would go unnoticed. */
function requireAll({ inputs }: Metafile): void {
  for (const [file, { imports }] of Object.entries(inputs))
    for (const { path: name, external } of imports)
      if (external === true && !name.startsWith("<") && !isBuiltin(name) && !missing.has(name))
        throw new Error(`\`${name}\` must be installed, as ${file} asks for it; \`npm ci\` installs it`);
}

function options(folder: string) {
  return {
    absWorkingDir: folder,
    entryPoints: { counter: "src/main.ts" },
    outdir: "dist",
    outExtension: { ".js": ".mjs" },
    chunkNames: "[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    // Identifiers stay, because names are in logs: to restore minified ones costs each closure a call, and a visit 5 %.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "none",
    external: optional,
    // Without this object of newer Node.js, `pg` makes a `Response` to see whether it runs in a worker of Cloudflare's, and
    // Node.js 20 loads all of `fetch` for that, 14 ms of the start.
    define: { navigator: JSON.stringify({ userAgent: "Node.js" }) },
    banner: { js: banner },
    write: false,
    metafile: true,
    logLevel: "warning",
  } as const satisfies Parameters<typeof build>[0];
}
