import type { DatabaseConnection } from "../private-database";
import { drainSeconds as ordinaryDrainSeconds, type Ingress } from "../shared";
import type { WebApp } from "../web-app";

/** Properties of a process that runs the web app, on a server as in a container. */
export interface ProcessProps {
  /** The web app that runs. */
  readonly app: WebApp;
  /** The connection to its database. */
  readonly connection: DatabaseConnection;
  /** The hop before the process: a load balancer, or none. */
  readonly ingress: Ingress;
  /** Cloud and region where it stands, such as `AWS us-east-1`: the page shows it to everybody. */
  readonly place: string;
  /**
   * Seconds that a process that ends still serves.
   *
   * @default - until health checks have told a balancer
   */
  readonly drainSeconds?: number | undefined;
}

/** Variables of the process that creates the schema. */
export function migrateEnvironment({
  app,
  connection,
}: Pick<ProcessProps, "app" | "connection">): Record<string, string> {
  return { ...connection.migration, ...common(app) };
}

/** Variables of the process that serves visitors. */
export function serveEnvironment(props: ProcessProps): Record<string, string> {
  const { app, connection, ingress, place, drainSeconds = ordinaryDrainSeconds } = props;
  return {
    ...connection.environment,
    ...common(app),
    DRAIN_SECONDS: String(drainSeconds),
    KEEP_ALIVE_SECONDS: String(ingress.keepAliveSeconds),
    ...(ingress.requestIdHeader !== undefined && { REQUEST_ID_HEADER: ingress.requestIdHeader }),
    SERVER_LABEL: place,
  };
}

function common({ port }: WebApp): Record<string, string> {
  return { NODE_ENV: "production", PORT: String(port) };
}
