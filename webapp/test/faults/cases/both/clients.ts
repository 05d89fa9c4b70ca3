import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import type { OpenScene, ServerUnderLoad } from "../../load";

const REQUEST = "GET / HTTP/1.1\r\nhost: counter\r\n\r\n";

/** Clients that are slow or leave, and what comes of it for the others. */
export function testClients(database: string, open: OpenScene): void {
  describe(`clients of a counter in ${database}`, () => {
    test("that are slow hold up nobody, and count only once they have asked", async () => {
      const scene = await open("slow_clients");
      const slow = await Promise.all(Array.from({ length: 50 }, () => dial(scene)));
      const dripping = Promise.all(slow.map((socket) => drip(socket, REQUEST, 60)));
      await pause(500);
      // Nobody of them has asked yet, and nobody reads what the server would say.
      expect(slow.map((socket) => socket.bytesRead)).toEqual(slow.map(() => 0));
      await dripping;
      const answers = await Promise.all(slow.map((socket) => slowly(socket)));
      expect(scene.crowd.failures).toEqual([]);
      const visits = answers.map((answer) => Number(/visited (\d+) times/.exec(answer)?.[1]));
      await scene.crowd.leave();
      const all = [...scene.crowd.acknowledged, ...visits];
      expect(new Set(all).size).toBe(all.length);
      expect(all.length).toBe(await scene.visits());
      await scene.close({ strangers: 50 });
    });

    test("that leave before their answer cost nobody else a number or a wait", async () => {
      const scene = await open("gone");
      for (let round = 0; round < 10; round++) {
        const leavers = await Promise.all(Array.from({ length: 40 }, () => dial(scene)));
        for (const socket of leavers) socket.write(REQUEST);
        if (round % 2 === 0) await pause(1);
        for (const socket of leavers) socket.resetAndDestroy();
        await pause(50);
      }
      expect(scene.crowd.failures).toEqual([]);
      expect(scene.server.output()).not.toContain("request failed");
      await scene.close({ strangers: 400 });
    });

    test.each([
      ["", 1],
      [", however often they asked at once", 20],
    ])("that leave while they wait for their turn are not counted%s", async (_, times) => {
      const scene = await open(`gone_in_time_${times}`, { visitors: 1, pauseMs: 2 });
      await scene.crowd.leave();
      const before = await scene.visits();
      const unlock = await scene.lockRow();
      const [first, ...others] = await Promise.all(Array.from({ length: 30 }, () => dial(scene)));
      // The first one's update waits for the row; the others wait behind it, and leave.
      first?.write(REQUEST);
      await pause(100);
      for (const socket of others) socket.write(REQUEST.repeat(times));
      await pause(100);
      for (const socket of others) socket.resetAndDestroy();
      await pause(100);
      await unlock();
      await pause(300);
      expect(await scene.visits()).toBe(before + 1);
      first?.destroy();
      await scene.close({ strangers: 1 });
    });
  });
}

function dial({ server }: ServerUnderLoad): Promise<Socket> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => resolve(socket)).once("error", reject);
    socket.on("error", () => undefined);
  });
}

/** Asks a byte at a time. */
async function drip(socket: Socket, request: string, everyMs: number): Promise<void> {
  socket.pause();
  for (const byte of request) {
    socket.write(byte);
    await pause(everyMs);
  }
}

/** Waits long before it takes the answer. */
async function slowly(socket: Socket): Promise<string> {
  await pause(500);
  return new Promise((resolve) => {
    socket.once("data", (data: Buffer) => {
      resolve(data.toString());
      socket.destroy();
    });
    socket.resume();
  });
}
