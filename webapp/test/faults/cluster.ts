import { execFile } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type Postgres, type PostgresOptions, startPostgres } from "../../../local/postgres";
import { temporaryFolder } from "../support/database";

const run = promisify(execFile);

/** Where it may write. */
export interface Folder {
  /** Path of the folder. */
  readonly path: string;
  /** Removes it with all that is in it. */
  remove(): void;
}

/** Longest that a killed server's children may hold on to its data. */
const LET_GO_MS = 10_000;
/** Longest that a server may take to end in order, for one that never got over what a test did to it. */
const STOP_MS = 5_000;

/** A real PostgreSQL that can be killed, frozen and started again on the same data and port. */
export class Cluster {
  private constructor(
    private readonly folder: Folder,
    private running: Postgres,
    private readonly settings: Readonly<Record<string, string>>,
  ) {}

  /** Starts it on data of its own. */
  static async start(
    options: Pick<PostgresOptions, "tls" | "settings"> = {},
    folder: Folder = temporaryFolder(),
  ): Promise<Cluster> {
    const running = await startPostgres({ folder: folderOf(folder.path), persistent: true, ...options });
    return new Cluster(folder, running, options.settings ?? {});
  }

  /** Where it is reached; stays the same over restarts. */
  get address(): Postgres {
    return this.running;
  }

  /** Folder of its data. */
  get data(): string {
    return folderOf(this.folder.path);
  }

  /** Ends the server without a chance to clean up; its children end when they notice. */
  kill(): void {
    process.kill(this.running.pid, "SIGKILL");
  }

  /** Ends the server in order: it says good-bye to everyone who is connected. */
  async shutDown(): Promise<void> {
    await this.running.stop();
  }

  /** Starts it again after its end, and resolves once it takes connections. */
  async restart(): Promise<void> {
    await this.running.stop();
    const end = performance.now() + LET_GO_MS;
    for (;;) {
      try {
        this.running = { ...this.running, ...(await this.again()) };
        return;
      } catch (error) {
        if (performance.now() > end) throw error;
        await pause(50);
      }
    }
  }

  /** Stops every process of the server where it is: connections stay, nobody answers. */
  async freeze(): Promise<void> {
    await this.signalAll("SIGSTOP");
  }

  /** Lets a frozen server go on. */
  async thaw(): Promise<void> {
    await this.signalAll("SIGCONT");
  }

  /** Ends it, in order if that is soon done, and removes its data. */
  async stop(): Promise<void> {
    const late = setTimeout(() => this.kill(), STOP_MS);
    await this.running.stop();
    clearTimeout(late);
    this.folder.remove();
  }

  /** Keeps the certificate that clients know: `tls` would make a new one. */
  private again(): Promise<Postgres> {
    const file = (name: string) => path.join(this.data, name);
    const tls = { ssl: "on", ssl_cert_file: file("server.crt"), ssl_key_file: file("server.key") };
    return startPostgres({
      folder: this.data,
      persistent: true,
      port: this.running.port,
      settings: { ...this.settings, ...(this.running.caFile === undefined ? {} : tls) },
    });
  }

  private async signalAll(signal: "SIGSTOP" | "SIGCONT"): Promise<void> {
    const { pid } = this.running;
    // The parent first when it stops, so that it starts no child that would be missed.
    if (signal === "SIGSTOP") process.kill(pid, signal);
    for (const child of await childrenOf(pid)) signalIfAlive(child, signal);
    if (signal === "SIGCONT") process.kill(pid, signal);
  }
}

function folderOf(folder: string): string {
  return path.join(folder, "postgres");
}

async function childrenOf(parent: number): Promise<number[]> {
  const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid="]);
  const processes = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  return processes.flatMap(([pid, ppid]) => (ppid === parent && pid !== undefined ? pid : []));
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
