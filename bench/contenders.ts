import path from "node:path";
import { build } from "esbuild";
import type { Postgres } from "../local/postgres";
import { environmentFor } from "../local/web-app";
import { type Command, type Server, serveArtifact, unpackArtifact } from "../webapp/test/support/artifact";
import { temporaryFolder } from "../webapp/test/support/database";

/** Folders that contenders are started from. */
export interface Contenders {
  /** Starts the artifact. */
  counter(database: Postgres): Promise<Server>;
  /** Starts what it is compared with, see `baselines.ts`. */
  baselines(database: Postgres): Promise<Server>;
  /** Folder of the artifact. */
  readonly artifact: string;
  /** Removes the folders. */
  remove(): void;
}

/** Environment of the counter on the stacks' servers: with metrics, which an agent scrapes once a minute. */
export function deployedWith(database: Postgres): NodeJS.ProcessEnv {
  return { ...environmentFor(database), METRICS_PORT: "0" };
}

/** Unpacks the artifact, and bundles the baselines as it is bundled. */
export async function contenders(): Promise<Contenders> {
  const [artifact, baselines] = [await unpackArtifact(), temporaryFolder()];
  await bundle(path.join(__dirname, "baselines.ts"), path.join(baselines.path, "counter.mjs"));
  return {
    artifact: artifact.path,
    counter: (database) => serveArtifact(artifact.path, deployedWith(database)),
    baselines: (database) => serveArtifact(baselines.path, environmentFor(database)),
    remove: () => [artifact, baselines].forEach((folder) => folder.remove()),
  };
}

async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    minifyWhitespace: true,
    minifySyntax: true,
    external: ["pg-native", "pg-cloudflare"],
    banner: {
      js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
    },
    logLevel: "warning",
  });
}

/** Ends a server and waits until it has ended. */
export async function end(server: Command): Promise<void> {
  server.process.kill("SIGTERM");
  await server.ended;
}
