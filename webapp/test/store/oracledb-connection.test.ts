import type { Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { oracleDialer } from "../../src/store/oracledb-connection";
import { until } from "../support/artifact";
import { rawService } from "../support/service";

describe("a log-in to Oracle Database", () => {
  let greet: (socket: Socket) => void;
  let sockets: Socket[];
  let listener: { port: number; stop(): Promise<void> };
  beforeEach(async () => {
    sockets = [];
    listener = await rawService((socket) => {
      sockets.push(socket);
      greet(socket);
    });
  });
  afterEach(() => listener.stop());

  const dial = (descriptor: string, signal: AbortSignal, silentMs: number) =>
    oracleDialer(
      {
        driver: "oracledb",
        connectString: descriptor.replace(
          "ADDRESS",
          `(ADDRESS=(PROTOCOL=tcp)(HOST=127.0.0.1)(PORT=${listener.port}))`,
        ),
        credentials: { source: "env", username: "counter", password: "canary" },
      },
      1_000,
      undefined,
      silentMs,
    ).dial(signal);

  test("that is given up leaves no connection of any attempt open", async () => {
    greet = (socket) => void socket.resume();
    const stop = new AbortController();
    const connection = dial("(DESCRIPTION=ADDRESS(CONNECT_DATA=(SERVICE_NAME=counter)))", stop.signal, 50);
    const failed = expect(connection).rejects.toThrow("enough");
    await until(() => sockets.length >= 3, "a silent server is asked again");
    stop.abort(new Error("enough"));
    await failed;
    await until(() => sockets.every(({ destroyed }) => destroyed), "they are closed", 5_000);
  });

  test.each(["(retry_count=2)(retry_delay=0)", "(RETRY_COUNT = 2)( Retry_Delay = 0 )"])(
    "is tried once, whatever the descriptor says of retries: %s",
    async (retries) => {
      greet = (socket) => void socket.destroy();
      const descriptor = `(DESCRIPTION=${retries}ADDRESS(CONNECT_DATA=(SERVICE_NAME=counter)))`;
      await expect(dial(descriptor, new AbortController().signal, Infinity)).rejects.toMatchObject({
        outcome: "unavailable",
      });
      expect(sockets).toHaveLength(1);
    },
  );
});
