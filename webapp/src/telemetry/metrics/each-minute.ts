import type { FastifyInstance } from "fastify";

/** Interval between two reports, in milliseconds: alarms of both clouds look once a minute. */
const INTERVAL_MS = 60_000;

/**
 * Reports each minute from when the app is ready, and the last part of a minute when it closes.
 *
 * @param report one report; told whether it is the last one, which the end of the process waits for
 */
export function eachMinute(app: FastifyInstance, report: (last: boolean) => Promise<void>): void {
  let timer: NodeJS.Timeout | undefined;
  app.addHook("onReady", (done) => {
    timer = setInterval(() => void report(false), INTERVAL_MS).unref();
    done();
  });
  app.addHook("onClose", async () => {
    clearInterval(timer);
    await report(true);
  });
}
