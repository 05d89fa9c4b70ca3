import { type ChildProcess, spawn } from "node:child_process";
import { get } from "node:http";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Container, PodSpec, Probe } from "cdk8s-plus-34/lib/imports/k8s";

/** What pods are played with. */
export interface Stage {
  /** Folder of the unpacked artifact: what the image has in its own. */
  readonly folder: string;
  /** How long a second of a probe's period and of a Deployment's patience lasts here, in milliseconds. */
  readonly secondMs: number;
}

/** Runs a pod's only container as a process: its command, arguments and variables; its port is another, as addresses are. */
export function runContainer({ folder }: Stage, { containers }: PodSpec, port: number): ChildProcess {
  const [container] = containers;
  const { command = [], args = [], env = [] } = container as Container;
  const [program, entry = ""] = command;
  if (program !== "node") throw new Error(`the container starts ${program}`);
  const variables = Object.fromEntries(env.map(({ name, value }) => [name, value]));
  return spawn(process.execPath, [path.join(folder, path.basename(entry)), ...args], {
    env: { ...variables, HOST: "127.0.0.1", PORT: String(port) },
    stdio: "ignore",
  });
}

/** A pod, played as the kubelet does: it is asked by its probes, started again where it does not live, and ended by signals. */
export class PlayedPod {
  /** Whether its last probes of readiness succeeded. */
  ready = false;
  /** When it became ready, on the clock of `performance.now()`. */
  readyAt = Infinity;
  /** Whether it was told to end. */
  ending = false;
  /** How often its container was started again. */
  restarts = 0;
  /** How often it was asked whether it lives. */
  questions = 0;

  private container!: ChildProcess;

  constructor(
    private readonly stage: Stage,
    /** What it is made of. */
    readonly spec: PodSpec,
    /** Where it listens. */
    readonly port: number,
  ) {
    this.start();
  }

  /** Process of its container. */
  get pid(): number | undefined {
    return this.container.pid;
  }

  /** Ends it: SIGTERM, and SIGKILL once its grace period is over. Resolves to its exit code, or to the signal that ended it. */
  async end(): Promise<number | string> {
    this.ending = true;
    const { container } = this;
    if (container.exitCode !== null || container.signalCode !== null) return container.exitCode ?? "";
    const ended = new Promise<number | string>((resolve) =>
      container.once("exit", (code, signal) => resolve(code ?? signal ?? "")),
    );
    container.kill("SIGTERM");
    const late = setTimeout(
      () => container.kill("SIGKILL"),
      (this.spec.terminationGracePeriodSeconds ?? 30) * 1_000,
    );
    return ended.finally(() => clearTimeout(late));
  }

  private start(): void {
    const container = runContainer(this.stage, this.spec, this.port);
    this.container = container;
    container.once("exit", () => {
      this.ready = false;
      // A Deployment's pods restart whatever ends by itself.
      if (!this.ending && this.container === container) this.restart();
    });
    void this.watch(container);
  }

  private restart(): void {
    this.restarts++;
    this.ready = false;
    this.container.kill("SIGKILL");
    this.start();
  }

  private async watch(container: ChildProcess): Promise<void> {
    const { startupProbe, livenessProbe, readinessProbe } = this.spec.containers[0] ?? {};
    const lives = () => this.container === container && container.exitCode === null && !this.ending;
    if (!(await this.until(startupProbe, lives, (fine) => fine))) return lives() ? this.restart() : undefined;
    void this.until(livenessProbe, lives, () => (this.questions++, false)).then(
      () => lives() && this.restart(),
    );
    // As the kubelet does, until the very end.
    const exists = () => this.container === container && container.exitCode === null;
    while (exists()) {
      const fine = await this.until(readinessProbe, exists, (answer) => answer || this.ready);
      if (fine !== this.ready) this.readyAt = fine ? performance.now() : Infinity;
      this.ready = fine && exists();
      await pause(this.periodMs(readinessProbe));
    }
  }

  /** Asks until somebody is content with an answer, or until as many in a row failed as make a failure: whether it was not that. */
  private async until(
    probe: Probe | undefined,
    goesOn: () => boolean,
    isContent: (fine: boolean) => boolean,
  ): Promise<boolean> {
    for (let failures = 0; goesOn(); await pause(this.periodMs(probe))) {
      const fine = await this.ask(probe);
      failures = fine ? 0 : failures + 1;
      if (failures >= (probe?.failureThreshold ?? 3)) return false;
      if (isContent(fine)) return true;
    }
    return false;
  }

  private periodMs(probe: Probe | undefined): number {
    return (probe?.periodSeconds ?? 10) * this.stage.secondMs;
  }

  /** Asks once. Answers have the time that the probe gives them, by the real clock. */
  private ask(probe: Probe | undefined): Promise<boolean> {
    const timeout = (probe?.timeoutSeconds ?? 1) * 1_000;
    const url = `http://127.0.0.1:${this.port}${probe?.httpGet?.path}`;
    return new Promise((resolve) => {
      const request = get(url, { agent: false, signal: AbortSignal.timeout(timeout) }, (response) => {
        response.resume();
        resolve((response.statusCode ?? 500) < 400);
      });
      request.once("error", () => resolve(false));
    });
  }
}
