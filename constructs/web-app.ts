import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import type { AppMetrics } from "./app-metrics";

/** The bytes of a web app that every cloud ships: one gzipped tarball, known by the digest of its content. */
export class Artifact {
  /**
   * Reads the tarball at `path` and takes its digest.
   *
   * @param path of a `.tar.gz` whose root holds `package.json` and the app's entry point
   * @throws {Error} when nothing has been built at `path`
   */
  static fromFile(path: string): Artifact {
    if (!existsSync(path)) throw new Error(`no artifact at "${path}": run \`npm run build\` first`);
    return new Artifact(path, createHash("sha256").update(readFileSync(path)).digest("hex"));
  }

  private constructor(
    /** Path of the tarball on this machine. */
    readonly path: string,
    /** SHA-256 of the tarball, 64 hexadecimal digits. */
    readonly sha256: string,
  ) {}
}

/** A deployable web application, as far as infrastructure needs to know it. */
export interface WebApp {
  /** Short name, lower-case letters only: names the service and its user on the servers. */
  readonly name: string;
  /** The tarball that servers download. */
  readonly artifact: Artifact;
  /** File in the artifact that Node runs, with `migrate` or `serve` as its argument; no shell must read anything into its path. */
  readonly entryPoint: string;
  /** TCP port that the app listens on, 1024 or higher because its user is unprivileged. */
  readonly port: number;
  /** Path that answers 200 only while the database answers. */
  readonly healthPath: string;
  /** Path that answers as long as the process does, whatever the database does: without an answer it is killed and started again. */
  readonly livePath: string;
  /** Path that answers 200 until the process is about to stop, whatever the database does: endpoints of a Service go by it. */
  readonly readyPath: string;
  /**
   * Custom metrics that it publishes.
   *
   * @default - nothing that anybody reads
   */
  readonly metrics?: AppMetrics;
  /**
   * Connections to the database that one server of it holds at the most.
   *
   * @default - nobody knows, so no number of servers is too many for the database
   */
  readonly databaseConnections?: number;
}
