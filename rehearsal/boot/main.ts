/**
 * `npm run rehearse:boot`: boots a server of each cloud on this machine, and prints when what was done. What goes wrong meanwhile is
 * given as `packages=2 artifact=2 metadata=2 database=20`.
 */
import { noMachine } from "../machine/machine";
import { boot } from "./boot";
import { awsServer, ociServer } from "./stacks";

async function main(given: readonly string[]): Promise<void> {
  if (noMachine !== "") throw new Error(`no server can boot here${noMachine}`);
  const trouble = Object.fromEntries(given.map((each) => [each.split("=")[0], Number(each.split("=")[1])]));
  for (const begin of [awsServer, ociServer]) {
    const server = await begin();
    const { events, health, visit, cloudInit } = await boot({ ...server, trouble });
    console.log(
      `\n## A server on ${server.cloud.toUpperCase()}\n\nUser data: ${server.from}\n\n| seconds | |\n| ---: | --- |`,
    );
    for (const { at, what } of events) console.log(`| ${at.toFixed(2)} | ${what} |`);
    console.log(`\n${health}\n${visit}\ncloud-init: ${cloudInit}`);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
