import { dirname, resolve } from "node:path";
import { pino } from "pino";
import { type Config, ConfigError, readConfig } from "./config";
import { migrate } from "./migrate";
import { serve } from "./server";
import { openStore } from "./store";

const usage = `Usage: node counter.mjs <command>

Commands:
  migrate  create the schema, waiting for the database if need be, and exit
  serve    count visits until SIGTERM or SIGINT
`;

const commands: Record<string, (config: Config) => Promise<void>> = {
  async migrate(config) {
    const store = await openStore(config.database);
    const log = pino({ level: config.logLevel });
    try {
      await migrate(store, { timeoutMs: config.migrateTimeoutSeconds * 1_000, log });
    } catch (error) {
      log.fatal({ err: error }, "the schema could not be created");
      process.exitCode = 1;
    } finally {
      await store.close();
    }
  },
  async serve(config) {
    await serve(config, await openStore(config.database));
  },
};

/** A relative file belongs to the artifact, wherever that was unpacked. */
function besideEntry({ database, ...config }: Config): Config {
  if (database.driver !== "pg" || database.tls === "off") return { ...config, database };
  const caFile = resolve(dirname(process.argv[1] ?? ""), database.tls.caFile);
  return { ...config, database: { ...database, tls: { caFile } } };
}

async function main(args: readonly string[]): Promise<void> {
  const command = args.length === 1 ? commands[args[0] ?? ""] : undefined;
  if (command === undefined) {
    process.stderr.write(usage);
    process.exitCode = 2;
    return;
  }
  await command(besideEntry(readConfig(process.env)));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
