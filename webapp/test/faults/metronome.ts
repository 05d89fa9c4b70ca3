import { Worker } from "node:worker_threads";

/** Measures beside a test how late this machine lets a thread run that is due, whatever the test itself does. */
export class Metronome {
  private readonly worst = new Int32Array(new SharedArrayBuffer(4));
  private readonly worker = new Worker(beat, { eval: true, workerData: this.worst });

  /** The worst since the start or the last `reset`, in milliseconds. */
  get worstMs(): number {
    return Atomics.load(this.worst, 0);
  }

  /** Forgets what was measured. */
  reset(): void {
    Atomics.store(this.worst, 0, 0);
  }

  /** Ends it. */
  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

const beat = `
const { workerData: worst } = require("node:worker_threads");
const everyMs = 10;
let due = performance.now() + everyMs;
setInterval(() => {
  const now = performance.now();
  if (now - due > Atomics.load(worst, 0)) Atomics.store(worst, 0, Math.round(now - due));
  due = now + everyMs;
}, everyMs);
`;
