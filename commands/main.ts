/**
 * `npm run shell|logs|open|await|kubernetes -- aws|oci`: does with a deployed stack what its outputs name, without a shell that breaks or
 * quotes lines. What follows the cloud goes on to the program that is run.
 */
import path from "node:path";
import type { Cloud } from "../stacks/context/keys";
import { awaitAws, awaitOci } from "./await";
import * as aws from "./aws";
import { Deployed } from "./deployed";
import { kubernetesAws, kubernetesOci } from "./kubernetes/main";
import * as oci from "./oci";
import { open } from "./open";
import { CommandError } from "./programs";

type Command = (deployed: Deployed, more: readonly string[]) => Promise<number>;

const commands: Readonly<Record<string, Readonly<Record<Cloud, Command>>>> = {
  shell: { aws: aws.shell, oci: oci.shell },
  logs: { aws: aws.logs, oci: oci.logs },
  open: { aws: open, oci: open },
  await: { aws: awaitAws, oci: awaitOci },
  kubernetes: { aws: kubernetesAws, oci: kubernetesOci },
};

async function run([name = "", cloud = "", ...more]: readonly string[]): Promise<number> {
  const command = commands[name];
  if (command === undefined)
    throw new CommandError(`the command must be one of ${Object.keys(commands).join(", ")}, got "${name}"`);
  if (cloud !== "aws" && cloud !== "oci")
    throw new CommandError(
      `which cloud? \`npm run ${name} -- aws\` or \`npm run ${name} -- oci\`, got "${cloud}"`,
    );
  return command[cloud](Deployed.on(cloud, path.resolve(__dirname, "..")), more);
}

run(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof CommandError ? error.message : error);
    process.exitCode = 1;
  },
);
