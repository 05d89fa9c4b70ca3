/**
 * Surroundings of a server: metadata and services of its cloud, and its database, on addresses of the network that it shares.
 * A program of its own, `surroundings.ts FOLDER`: it reads settings.json there, and writes
 * `services.pem` and `store.pem`, authorities that the server must trust, and `ready`.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { surroundOnAws } from "./aws-surroundings";
import { surroundOnOci } from "./oci-surroundings";
import type { Settings } from "./settings";

async function main(folder: string): Promise<void> {
  const settings = JSON.parse(readFileSync(join(folder, "settings.json"), "utf8")) as Settings;
  const trusted = await (settings.cloud === "aws" ? surroundOnAws(settings) : surroundOnOci(settings));
  writeFileSync(join(folder, "services.pem"), trusted.services);
  writeFileSync(join(folder, "store.pem"), `\n${trusted.store ?? ""}\n`);
  writeFileSync(join(folder, "ready"), "");
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
