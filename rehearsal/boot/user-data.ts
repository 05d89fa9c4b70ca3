import { Testing, type TerraformStack } from "cdktf";
import type { SynthesizedStack } from "../../proofs/synthesized";

/** The boot script of a stack's servers, tokens in Terraform's own notation. */
export function bootScriptOf(stack: TerraformStack): string {
  // Without `true` validations do not run.
  const { locals = {} } = JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
  const scripts = Object.values(locals).filter((value) => value.startsWith("#!/bin/bash"));
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

/**
 * Puts values in the place of references, as Terraform does once the resources are there.
 *
 * @param values by what a reference begins or ends with
 * @throws {Error} for a reference that no value is given for
 */
export function completed(script: string, values: Readonly<Record<string, string>>): string {
  return script.replace(/(?<!\$)\$\{([a-z_]+\.[^}]+)\}/g, (_, reference: string) => {
    const found = Object.keys(values).find((part) => reference.startsWith(part) || reference.endsWith(part));
    if (found === undefined) throw new Error(`no value is given for \`${reference}\``);
    return values[found]!;
  });
}
