import { fork } from "node:child_process";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A network between two sockets of this machine. */
export interface DelayProxy {
  /** Port to connect to instead. */
  readonly port: number;
  /** Ends it and its connections. */
  stop(): void;
}

/** Puts a network in front of a port on loopback, whose packets take half of `roundTripMs` each way. */
export function delayed(port: number, roundTripMs: number): Promise<DelayProxy> {
  return new Promise((resolve, reject) => {
    const child = fork(__filename, [String(port), String(roundTripMs / 2)]);
    child.once("message", (port: number) => resolve({ port, stop: () => void child.kill() }));
    child.once("error", reject);
  });
}

interface Packet {
  readonly due: number;
  readonly to: Socket;
  readonly bytes: Buffer;
}

/** Timers are no finer than a millisecond, so the process sleeps in slices while packets are on their way. */
const SLICE_MS = 0.05;
const nobody = new Int32Array(new SharedArrayBuffer(4));

function serve(target: number, delayMs: number): void {
  const underWay: Packet[] = [];
  let moving = false;
  const move = () => {
    const now = performance.now();
    while (underWay[0] !== undefined && underWay[0].due <= now) {
      const { to, bytes } = underWay.shift() as Packet;
      if (to.writable) to.write(bytes);
    }
    moving = underWay.length > 0;
    if (!moving) return;
    Atomics.wait(nobody, 0, 0, SLICE_MS);
    setImmediate(move);
  };
  const carry = (from: Socket, to: Socket) => {
    from.setNoDelay(true).on("error", () => to.destroy());
    from
      .on("close", () => to.destroy())
      .on("data", (bytes) => {
        underWay.push({ due: performance.now() + delayMs, to, bytes });
        if (!moving) move();
      });
  };
  const server = createServer((near) => {
    const far = connect(target, "127.0.0.1");
    carry(near, far);
    carry(far, near);
  });
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}

if (process.send !== undefined && require.main === module) {
  serve(Number(process.argv[2]), Number(process.argv[3]));
}
