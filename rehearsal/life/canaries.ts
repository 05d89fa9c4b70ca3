import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Deployed } from "./stage";

/**
 * Where secrets were found that have to be nowhere: files of a deployment, its state and plans among them, and what Terraform
 * printed, `show -json` of each plan among it.
 *
 * @param secrets none of them shorter than eight characters, which could be anywhere by chance
 */
export function tracesOf(secrets: readonly string[], { folder, printed }: Deployed): string[] {
  const texts = secrets.flatMap((secret) => {
    if (secret.length < 8) throw new RangeError(`a canary must have eight characters, got "${secret}"`);
    const encoded = Buffer.from(secret).toString("base64");
    // Without its last characters, which depend on what follows.
    return [secret, encoded.slice(0, encoded.length - 4)];
  });
  const holds = (content: Buffer | string) => texts.some((text) => content.includes(text));
  const files = filesIn(folder).filter((file) => holds(readFileSync(file)));
  return [...files, ...(printed.some(holds) ? ["what Terraform printed"] : [])];
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // What `init` installed.
    if (entry.name === "providers" || entry.isSymbolicLink()) return [];
    return entry.isDirectory() ? filesIn(path) : [path];
  });
}
