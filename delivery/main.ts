/** `npm run delivery -- <command>`: what the workflows do, on any machine. `npm run delivery` lists the commands. */
import path from "node:path";
import { CommandError } from "../commands/programs";
import { commands } from "./commands";

const root = path.resolve(__dirname, "..");

async function run([name = "", ...args]: readonly string[]): Promise<void> {
  const command = commands[name];
  if (command === undefined) throw new CommandError(usage(name));
  await command.run(args, root);
}

function usage(name: string): string {
  const lines = Object.entries(commands).map(
    ([known, { takes, does }]) => `  ${`${known} ${takes}`.trim()}\n      ${does}`,
  );
  return [`the command must be one of these, got "${name}":`, ...lines].join("\n");
}

run(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof CommandError || error instanceof RangeError ? error.message : error);
  process.exitCode = 1;
});
