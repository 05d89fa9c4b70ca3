import { createServer } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Metrics } from "./metrics";

/** Host and port at which metrics are served. */
export interface MetricsAddress {
  /** Address to listen on. */
  readonly host: string;
  /** Port to listen on; 0 takes a free one. */
  readonly port: number;
}

/** Serves `/metrics` from when the app is ready until it closes, on a port of its own, which visitors have no way to. */
export function serveMetrics(app: FastifyInstance, metrics: Metrics, { host, port }: MetricsAddress): void {
  const server = createServer({ requestTimeout: 10_000 }, ({ method, url }, response) => {
    if (method !== "GET" || url !== "/metrics") return response.writeHead(404).end();
    return void metrics.text().then(
      (text) => response.writeHead(200, { "content-type": metrics.contentType }).end(text),
      (error: unknown) => {
        app.log.error({ err: error }, "metrics could not be collected");
        response.writeHead(500).end();
      },
    );
  });
  server.maxConnections = 16;
  app.addHook("onReady", async () => {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject).listen({ host, port }, resolve);
    });
    const address = server.address();
    const actual = typeof address === "object" ? address?.port : port;
    app.log.info(`Metrics at http://${host.includes(":") ? `[${host}]` : host}:${actual}/metrics`);
  });
  app.addHook("onClose", () => {
    server.closeAllConnections();
    server.close();
  });
}
