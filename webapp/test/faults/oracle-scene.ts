import { expect } from "@jest/globals";
import { open } from "../../src/store/oracledb";
import { administrator, OracleServer, type OracleServerOptions } from "../oracle/server";
import type { SharedCounter } from "./cases/both/rolling";
import type { CrowdOptions } from "./crowd";
import { type CloseOptions, type Load, load, ServerUnderLoad } from "./load";
import { cluster, start, stopLater } from "./stage";
import { Wire } from "./wire";

/** The application's user, and its password until a test gives it another one. */
export const app = { user: "WEBAPP", password: "Once-4-ever-and-a-day" };

/** Options of a scene with Oracle Database. */
export interface OracleSceneOptions extends CrowdOptions, Pick<OracleServerOptions, "dialect"> {
  /**
   * Where the server finds Oracle, by the ports of the wire and of Oracle itself.
   *
   * @default - at the wire
   */
  readonly connectString?: (wire: number, oracle: number) => string;
  /**
   * Variables of the server besides those of its database, or instead of them.
   *
   * @default - none
   */
  readonly env?: NodeJS.ProcessEnv;
}

/** Variables of a server that finds Oracle there. */
export function oracleEnvironment(connectString: string): NodeJS.ProcessEnv {
  return {
    DB_DRIVER: "oracledb",
    DB_CONNECT_STRING: connectString,
    DB_CREDENTIALS: "env",
    DB_USER: app.user,
    DB_PASSWORD: app.password,
    DB_SCHEMA: administrator.user,
  };
}

/** Starts an Oracle with a counter and its user, which the test's end stops at the latest. */
export async function startOracle(
  name: string,
  options: Omit<OracleServerOptions, "postgres" | "name"> = {},
): Promise<OracleServer> {
  const oracle = await OracleServer.start({ postgres: cluster.address, name: `oracle ${name}`, ...options });
  stopLater(() => oracle.stop());
  const store = open({
    driver: "oracledb",
    connectString: oracle.connectString,
    credentials: { source: "env", username: administrator.user, password: administrator.password },
    appCredentials: { source: "env", username: app.user, password: app.password },
  });
  await store.migrate();
  await store.close();
  return oracle;
}

/** A counter in Oracle Database for several servers. */
export async function sharedOracleCounter(name: string): Promise<SharedCounter> {
  const oracle = await startOracle(name);
  return {
    serve: (env) => start({ ...oracleEnvironment(oracle.connectString), ...env }),
    visits: () => oracleVisits(oracle),
  };
}

/** One processor plays the visitors, the wire and Oracle, so they are fewer than PostgreSQL's. */
export const fewVisitors: CrowdOptions = { visitors: 16, pauseMs: 20 };

/** A server under load on a counter of its own in what it takes for Oracle Database. */
export class OracleScene extends ServerUnderLoad {
  private constructor(
    /** The database. */
    readonly oracle: OracleServer,
    /** Connect string of the server. */
    readonly wire: Wire,
    parts: Load,
  ) {
    super(parts);
  }

  /** Starts everything and resolves once visits are counted. */
  static async open(
    name: string,
    { connectString = thin, env, dialect, ...crowd }: OracleSceneOptions = {},
  ): Promise<OracleScene> {
    const oracle = await startOracle(name, dialect === undefined ? {} : { dialect });
    const wire = await Wire.to(oracle.port);
    stopLater(() => wire.stop());
    const server = await start({ ...oracleEnvironment(connectString(wire.port, oracle.port)), ...env });
    return new OracleScene(oracle, wire, await load(server, { ...fewVisitors, ...crowd }));
  }

  override visits(): Promise<number> {
    return oracleVisits(this.oracle);
  }

  override async lockRow(): Promise<() => Promise<void>> {
    await this.oracle.database.query(`BEGIN; SELECT visits FROM "ADMIN".counter FOR UPDATE`);
    return async () => void (await this.oracle.database.query("COMMIT"));
  }

  override async close({ strangers = 0 }: CloseOptions = {}): Promise<void> {
    this.oracle.meddle = undefined;
    await this.end(() => this.visits(), strangers);
  }

  /** Expects that no visit was counted since a moment, but for those under way. */
  expectNoneCounted(since: number): void {
    expect(this.crowd.countedAfter(since)).toBe(Infinity);
  }
}

/** The visits that a database counted. */
export async function oracleVisits({ database }: OracleServer): Promise<number> {
  return Number((await database.query(`SELECT visits FROM "ADMIN".counter`))[0]?.visits);
}

/** A descriptor of one address, as Autonomous Database gives it. */
function thin(port: number): string {
  return `(description=(retry_count=2)(retry_delay=3)(address=(protocol=tcp)(host=127.0.0.1)(port=${port}))(connect_data=(service_name=counter)))`;
}
