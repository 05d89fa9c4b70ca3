import type { IConstruct } from "constructs";
import { checkEntryPoint, checkLogRetention, requireThat } from "./shared";
import type { IPrivateDatabase } from "./private-database";
import type { ITieredNetwork } from "./tiered-network";
import type { WebApp } from "./web-app";

/** Number of servers: never fewer than `min`, never more than `max`. */
export interface ServerCount {
  /** Servers that always run, 1 or more. */
  readonly min: number;
  /** Servers that run at the most, `min` or more. */
  readonly max: number;
}

/** Properties of {@link PublicWebTier}. */
export interface PublicWebTierProps {
  /** Network whose public tier holds the load balancer and whose web tier holds the servers. */
  readonly network: ITieredNetwork;
  /** Database that the servers, and only they, are admitted to. */
  readonly database: IPrivateDatabase;
  /** The web app that the servers run. */
  readonly app: WebApp;
  /**
   * Minimum and maximum number of servers.
   *
   * @default { min: 2, max: 4 }
   */
  readonly servers?: ServerCount;
  /**
   * Whether the load balancer refuses to be destroyed until this is set to false and applied.
   *
   * @default true
   */
  readonly deletionProtected?: boolean;
  /**
   * Days that the logs of servers and load balancer are kept: 30, 60, 90, 120, 150 or 180.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;
}

/** A web application behind a load balancer that sends visitors only to servers whose database answers. */
export interface IPublicWebTier extends IConstruct {
  /** URL of the application for browsers, such as `http://counter-123.us-east-1.elb.amazonaws.com`. */
  readonly url: string;
}

/** Number of servers by default. */
export const defaultServers: ServerCount = { min: 2, max: 4 };

/** While servers are replaced there are twice as many, on either cloud: each new one is healthy before an old one goes. */
const duringReplacement = 2;

/**
 * Connections that all servers hold together at the most, while the most that there may be are replaced.
 *
 * @param app what they run; 0 where it does not say how many one of them holds
 * @param servers how many there may be
 */
export function mostConnections(
  { databaseConnections = 0 }: WebApp,
  { max }: Pick<ServerCount, "max">,
): number {
  return duringReplacement * max * databaseConnections;
}

/**
 * Refuses more servers than the database has connections for: the last ones would never be healthy.
 *
 * @param scope construct that was given the props
 * @param connections what the database takes
 * @param database what it is, such as its instance class
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkDatabaseConnections(
  scope: IConstruct,
  { app, servers = defaultServers }: PublicWebTierProps,
  connections: number,
  database: string,
): void {
  const most = Math.floor(connections / mostConnections(app, { max: 1 }));
  requireThat(
    scope,
    "servers.max",
    servers.max,
    `be at most ${most}, because ${database} takes ${connections} connections, each server holds ${app.databaseConnections}, and there are twice as many servers while they are replaced`,
    (max) => max <= most,
  );
}

/**
 * Refuses values that no cloud takes.
 *
 * @param scope construct that was given the props
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkWebTierProps(scope: IConstruct, props: PublicWebTierProps): void {
  const { app, servers = defaultServers } = props;
  checkLogRetention(scope, props.logRetentionDays);
  requireThat(
    scope,
    "servers",
    servers,
    "have whole numbers with 1 <= min <= max <= 100",
    ({ min, max }) => Number.isInteger(min) && Number.isInteger(max) && min >= 1 && min <= max && max <= 100,
  );
  requireThat(scope, "app.name", app.name, "be 1 to 20 lower-case letters", (name) =>
    /^[a-z]{1,20}$/.test(name),
  );
  checkEntryPoint(scope, app);
  requireThat(
    scope,
    "app.port",
    app.port,
    "be a whole number from 1024 to 65535",
    (port) => Number.isInteger(port) && port >= 1024 && port <= 65535,
  );
  if (app.metrics)
    requireThat(
      scope,
      "app.metrics.port",
      app.metrics.port,
      "be a whole number from 1024 to 65535 other than `app.port`, which is open to visitors",
      (port) => Number.isInteger(port) && port >= 1024 && port <= 65535 && port !== app.port,
    );
  requireThat(scope, "app.healthPath", app.healthPath, "begin with / and hold no spaces, ? or #", (path) =>
    /^\/[^\s?#]*$/.test(path),
  );
}
