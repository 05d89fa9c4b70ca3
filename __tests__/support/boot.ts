import type { TerraformStack } from "cdktf";
import { synth } from "./synth";

/** The boot script of a stack's servers, tokens in Terraform's own notation. */
export function bootScriptOf(stack: TerraformStack): string {
  const scripts = Object.values(synth(stack).locals ?? {}).filter((value) => value.startsWith("#!/bin/bash"));
  if (scripts.length !== 1) throw new Error(`expected one boot script, got ${scripts.length}`);
  return scripts[0]!;
}

/** The variables that a boot script hands to one of the application's commands. */
export function bootEnvironment(script: string, command: "migrate" | "serve"): Record<string, string> {
  const [, begin = ""] = script.split(`/${command}.env) <<'EOF'\n`);
  const [file = ""] = begin.split("\nEOF\n");
  return Object.fromEntries(
    file.split("\n").map((line) => {
      const [, key = "", value = ""] = /^(\w+)="(.*)"$/.exec(line) ?? [];
      return [key, value.replace(/\\(["\\])/g, "$1")];
    }),
  );
}

/** The units that a boot script writes, by name, with the sandbox that they share filled in. */
export function unitsIn(script: string): Record<string, string> {
  const [, sandbox = ""] = /^sandbox='([^']+)'$/m.exec(script) ?? [];
  const units = script.matchAll(/^cat >\/etc\/systemd\/system\/([\w-]+\.service) <<EOF\n([^]*?)\nEOF$/gm);
  return Object.fromEntries(
    [...units].map(([, name = "", text = ""]) => [name, text.replace("$sandbox", sandbox)]),
  );
}
