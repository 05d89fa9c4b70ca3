import { existsSync, readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { type Server as Process, serveArtifact } from "../../webapp/test/support/artifact";
import type { Haproxy } from "./haproxy";

// https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: `utime` and `stime`, in hundredths of a second on Linux.
const [utime, stime, ticksASecond] = [13, 14, 100];

/** A machine with the artifact on it. */
export class Server {
  /** When its first answer was possible, on the clock of `performance.now()`. */
  bootedAt = Infinity;
  /** Its name at the balancer. */
  name: string | undefined;
  private process: Process | undefined;
  private over = false;

  constructor(
    /** Which artifact or template it was made from. */
    readonly release: number,
    readonly launchedAt: number,
  ) {}

  /** Whether its machine runs: Auto Scaling and OCI see a process that was killed as a machine that is gone. */
  get runs(): boolean {
    return !this.over && (this.process === undefined || isAlive(this.process));
  }

  /** Boots for so long, then starts the artifact and registers with the balancer. */
  async boot(
    folder: string,
    environment: NodeJS.ProcessEnv,
    bootMs: number,
    balancer: Haproxy,
  ): Promise<void> {
    await pause(bootMs);
    if (this.over) return;
    const started = await serveArtifact(folder, environment);
    this.process = started;
    if (this.over) return void started.process.kill("SIGKILL");
    this.name = await balancer.register(started.url);
    this.bootedAt = performance.now();
  }

  /** Ends it as a machine that is stopped ends it: systemd tells the app, which drains. */
  async shutDown(): Promise<void> {
    this.over = true;
    this.process?.process.kill("SIGTERM");
    await this.process?.ended;
  }

  /** Loses its power. */
  async kill(): Promise<void> {
    this.over = true;
    this.process?.process.kill("SIGKILL");
    await this.process?.ended;
  }

  /** Seconds of a processor that it has used so far; 0 where the system does not tell. */
  get processorSeconds(): number {
    const file = `/proc/${this.process?.process.pid}/stat`;
    if (!this.runs || !existsSync(file)) return 0;
    // What stands before the last parenthesis, the name among it, are two fields.
    const fields = readFileSync(file, "utf8").split(") ").at(-1)!.split(" ");
    return (Number(fields[utime - 2]) + Number(fields[stime - 2])) / ticksASecond;
  }
}

function isAlive({ process }: Process): boolean {
  return process.exitCode === null && process.signalCode === null;
}
