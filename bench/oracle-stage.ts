import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { build } from "esbuild";
import { serverCertificate } from "../local/certificates";
import type { Postgres } from "../local/postgres";
import { environmentFor } from "../local/web-app";
import type { Costs, Question } from "../webapp/test/oracle/one-statement";
import { administrator, OracleServer } from "../webapp/test/oracle/server";
import { runArtifact, type Server, serveArtifact, unpackArtifact } from "../webapp/test/support/artifact";
import { createDatabase, temporaryFolder, temporaryPostgres } from "../webapp/test/support/database";

/** Everything that a measurement of the two stores shares: one PostgreSQL, over TLS, and a server side of Oracle's protocol whose data it keeps. */
export interface OracleStage {
  /** Server side of Oracle's protocol, in this process. */
  readonly oracle: OracleServer;
  /** Starts the counter on PostgreSQL. */
  onPostgres(): Promise<Server>;
  /** Starts the counter on Oracle Database. */
  onOracle(): Promise<Server>;
  /** Starts one update per request on Oracle Database. */
  eachOnOracle(): Promise<Server>;
  /** Measures one statement after the other, in a process that does nothing else. */
  statements(effort: Omit<Question, "onPostgres" | "onOracle">): Promise<Costs[]>;
  /** Ends everything. */
  close(): Promise<void>;
}

/** Time limit for the start of a server: a busy machine is to be measured, not to fail. */
const START_MS = 60_000;
/** A folder in memory, on Linux: no disk adds its own moods. */
const MEMORY = "/dev/shm";

/** Sets the stage. */
export async function openOracleStage(): Promise<OracleStage> {
  const postgres = await temporaryPostgres({ tls: true, parent: MEMORY });
  const folder = temporaryFolder();
  const artifact = await unpackArtifact();
  const [oracle, trusted] = await startOracle(postgres, folder.path);
  const onPostgres = environmentFor(await createDatabase(postgres, "bench"));
  const onOracle = { ...environmentOf(oracle), NODE_EXTRA_CA_CERTS: trusted };
  for (const env of [onPostgres, onOracle])
    if ((await runArtifact(artifact.path, ["migrate"], env).ended) !== 0)
      throw new Error("the schema could not be created");
  const statements = path.join(folder.path, "statements.mjs");
  await bundle("one-update-per-request.ts", path.join(folder.path, "counter.mjs"));
  await bundle("one-statement.ts", statements);
  return {
    oracle,
    onPostgres: () => serveArtifact(artifact.path, onPostgres, START_MS),
    onOracle: () => serveArtifact(artifact.path, onOracle, START_MS),
    eachOnOracle: () => serveArtifact(folder.path, onOracle, START_MS),
    async statements(effort) {
      const QUESTION = JSON.stringify({ onPostgres, onOracle, ...effort });
      const env = { NODE_EXTRA_CA_CERTS: trusted, QUESTION };
      const { stdout } = await promisify(execFile)(process.execPath, [statements], { env });
      return JSON.parse(stdout) as Costs[];
    },
    async close() {
      await oracle.stop();
      await postgres.stop();
      for (const each of [artifact, folder]) each.remove();
    },
  };
}

/** Starts it over TLS, as Autonomous Database is reached; besides, a file of what is to be trusted. */
async function startOracle(postgres: Postgres, folder: string): Promise<[OracleServer, string]> {
  const tls = await serverCertificate([{ type: "ip", value: "127.0.0.1" }]);
  const trusted = path.join(folder, "ca.pem");
  writeFileSync(trusted, tls.ca);
  return [await OracleServer.start({ postgres, name: "bench_oracle", tls }), trusted];
}

/** Variables of a server that counts in the schema of whoever it logs in as. */
function environmentOf({ connectString }: OracleServer): NodeJS.ProcessEnv {
  return {
    DB_DRIVER: "oracledb",
    DB_CONNECT_STRING: connectString,
    DB_CREDENTIALS: "env",
    DB_USER: administrator.user,
    DB_PASSWORD: administrator.password,
  };
}

/** Bundles what the counter is compared with as the counter is bundled. */
async function bundle(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [path.join(__dirname, "../webapp/test/oracle", entry)],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: ["pg-native"],
    minifyWhitespace: true,
    minifySyntax: true,
    banner: { js: names },
    logLevel: "warning",
  });
}

/** Names that a CommonJS package expects and an ES module does not have. */
const names = `import { createRequire as __createRequire } from "node:module";
import { fileURLToPath as __toPath } from "node:url";
import { dirname as __pathDirname } from "node:path";
const require = __createRequire(import.meta.url);
const __filename = __toPath(import.meta.url);
const __dirname = __pathDirname(__filename);`;
