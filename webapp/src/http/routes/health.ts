import type { FastifyInstance, FastifyReply } from "fastify";
import { describeCause } from "../../telemetry/causes";
import { Probe } from "../../counting/probe";
import type { CounterStore } from "../../store/store";
import { healthSchema, liveSchema, readySchema } from "./schemas";

const healthy = '{"status":"healthy","database":"connected"}';
const unhealthy = '{"status":"unhealthy","database":"disconnected"}';
const live = '{"status":"live"}';
const ready = '{"status":"ready"}';
const stopping = '{"status":"stopping"}';

/**
 * Answers 200 at `/health` only if a visit could have been counted a moment ago, for whoever sends visitors here; 200 at `/live`
 * as long as this process answers at all, for whoever would restart it: no restart brings a database back; and 200 at `/ready` until
 * it is about to stop, for whoever takes servers out that are not: all of them, while a database is away that they share.
 */
export function health(app: FastifyInstance, { store }: { store: CounterStore }, done: () => void): void {
  let connected: boolean | undefined;
  const probe = new Probe(store, (error) => {
    const again = connected === false;
    connected = error === undefined;
    if (connected) app.log.info("the database is connected");
    else
      app.log.warn(
        { err: error, cause: describeCause(error) },
        again ? "the database is disconnected for another reason" : "the database is disconnected",
      );
  });
  app.get("/health", { schema: healthSchema }, async (_, reply) => {
    // Read after the probe: a server may have begun to stop while it waited.
    const well = (await probe.isReachable()) && !app.draining;
    return answer(reply.code(well ? 200 : 503), well ? healthy : unhealthy);
  });
  app.get("/live", { schema: liveSchema }, (_, reply) => answer(reply, live));
  app.get("/ready", { schema: readySchema }, (_, reply) =>
    answer(reply.code(app.draining ? 503 : 200), app.draining ? stopping : ready),
  );
  done();
}

function answer(reply: FastifyReply, body: string): FastifyReply {
  return reply
    .header("cache-control", "no-store")
    .header("content-type", "application/json; charset=utf-8")
    .send(body);
}
