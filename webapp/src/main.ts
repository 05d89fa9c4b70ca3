import { dirname, resolve } from "node:path";
import { format } from "node:util";
import { type Logger, pino } from "pino";
import { allocateYoung } from "./allocation";
import type { Config } from "./config/config";
import { ConfigError, readConfig } from "./config/environment";
import { adoptConsole } from "./telemetry/console";
import { migrate } from "./migrate";
import { openStore } from "./store";

const usage = `Usage: node counter.mjs <command>

Commands:
  migrate  create the schema, waiting for the database if need be, and exit
  serve    count visits until SIGTERM or SIGINT
`;

type Command = (config: Config, log: Logger) => Promise<void>;

const commands: ReadonlyMap<string | undefined, Command> = new Map<string, Command>([
  ["migrate", runMigrate],
  ["serve", runServe],
]);

async function runMigrate(config: Config, log: Logger): Promise<void> {
  const { migrateTimeoutSeconds: seconds } = config;
  try {
    const store = await openStore(config.database);
    await migrate(store, { log, ...(seconds !== undefined && { timeoutMs: seconds * 1_000 }) });
    await store.close();
  } catch (error) {
    log.fatal({ err: error }, "the schema could not be created");
    process.exitCode = 1;
  }
  // An SDK's idle connection must not delay the boot, which waits for this command.
  process.exit();
}

async function runServe(config: Config, log: Logger): Promise<void> {
  try {
    const store = await openStore(config.database);
    // While the server is loaded, the connection is made that the first balancer will ask on; what came of it, `/health` says.
    const connected = store.ping().catch(() => undefined);
    const { serve } = await import("./server");
    await serve(config, store, log);
    await connected;
    allocateYoung();
  } catch (error) {
    log.fatal({ err: error }, "the server could not start");
    // As above: what an SDK left open must not keep this process from being started again.
    process.exit(1);
  }
}

/** A relative file belongs to the artifact, wherever that was unpacked. */
function besideEntry({ database, ...config }: Config): Config {
  if (database.driver !== "pg" || database.tls === "off") return { ...config, database };
  const caFile = resolve(dirname(process.argv[1] ?? ""), database.tls.caFile);
  return { ...config, database: { ...database, tls: { caFile } } };
}

async function main(args: readonly string[]): Promise<void> {
  const command = args.length === 1 ? commands.get(args[0]) : undefined;
  if (command === undefined) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  const config = besideEntry(readConfig(process.env));
  const log = pino({ level: config.logLevel });
  adoptConsole(log);
  await command(config, log);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : format(error)}\n`);
  process.exitCode = 1;
});
