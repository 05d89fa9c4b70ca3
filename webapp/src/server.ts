import type { Server, Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import closeWithGrace from "close-with-grace";
import type { FastifyBaseLogger, FastifyInstance } from "fastify";
import { buildApp } from "./http/app";
import type { Config } from "./config/config";
import type { CounterStore } from "./store/store";

/** Longest that requests in flight are waited for once the server no longer listens, in milliseconds. */
export const CLOSE_MS = 15_000;
/** Longest that a server that closes waits for clients who neither finish their request nor take their answer, in milliseconds. */
export const PATIENCE_MS = 5_000;
/** Interval at which a closing server looks for idle connections, in milliseconds. */
const IDLE_MS = 50;

/** Listens until a signal comes; whether the database is there yet is a matter of `/health`. */
export async function serve(
  config: Config,
  store: CounterStore,
  log: FastifyBaseLogger,
): Promise<FastifyInstance> {
  const app = buildApp(store, log, config);
  app.addHook("onClose", () => store.close());
  const silent = silentConnections(app.server);
  const drainMs = config.drainSeconds * 1_000;
  closeWithGrace({ delay: drainMs + CLOSE_MS, logger: app.log }, async ({ signal, err }) => {
    if (err) {
      // Nobody knows what state this process is in: whoever it answers now may be told anything.
      app.log.fatal({ err }, "ending at once because of an error that nobody caught");
      process.exit(1);
    }
    app.log.info(`${signal} received, stopping`);
    await stop(app, drainMs, silent);
  });
  await app.listen({ host: config.host, port: config.port }).catch(async (error: unknown) => {
    // The connection to the database would keep a process alive that nobody can reach, and that nobody would start again.
    await app.close();
    throw error;
  });
  return app;
}

/** Health turns first, so that a balancer stops sending; then requests in flight finish, then the store closes. */
async function stop(app: FastifyInstance, drainMs: number, silent: () => Iterable<Socket>): Promise<void> {
  app.draining = true;
  await pause(drainMs);
  // `close` ends what is idle now. Whoever was answered later was told to keep the connection, and would keep it for a minute.
  const sweep = setInterval(() => {
    app.server.closeIdleConnections();
    for (const socket of silent()) socket.destroy();
  }, IDLE_MS);
  // Every answer is written long before: whoever is left by then would keep the store from being closed.
  const patience = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS);
  await app.close().finally(() => (clearInterval(sweep), clearTimeout(patience)));
}

/** Connections that nobody asked anything on, as browsers open them ahead: to Node they are not idle but about to ask. */
function silentConnections(server: Server): () => Iterable<Socket> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return () => [...sockets].filter(({ bytesRead }) => bytesRead === 0);
}
