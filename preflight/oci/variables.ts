import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { PreflightError, type Stack } from "../stack";

/** Values of the stack's variables, as a deployment would take them. */
export type Variables = Readonly<Record<string, unknown>>;

/**
 * Collects the variables as Terraform does: defaults, `TF_VAR_…`, files beside the configuration, then what is given with `--var`.
 * Files in Terraform's own language are left out; those in JSON are read.
 *
 * @throws {PreflightError} for a variable without a value, or with one that is not understood
 */
export function variablesOf(
  stack: Stack,
  given: Readonly<Record<string, string>>,
  environment: NodeJS.ProcessEnv = process.env,
): Variables {
  const declared = Object.entries(stack.json.variable ?? {});
  const fromFiles = filesOf(stack.folder);
  const values = declared.map(([name, { default: byDefault, type }]) => {
    const text = given[name] ?? (name in fromFiles ? undefined : environment[`TF_VAR_${name}`]);
    const value = text === undefined ? (fromFiles[name] ?? byDefault) : parsed(name, text, String(type));
    if (value === undefined)
      throw new PreflightError(
        `\`${name}\` must have a value: set \`TF_VAR_${name}\`, or give \`--var ${name}=…\``,
      );
    return [name, value] as const;
  });
  return Object.fromEntries(values);
}

function filesOf(folder: string | undefined): Variables {
  if (folder === undefined || !existsSync(folder)) return {};
  const files = readdirSync(folder).filter((file) =>
    /^terraform[.]tfvars[.]json$|[.]auto[.]tfvars[.]json$/.test(file),
  );
  // Of files Terraform reads `terraform.tfvars.json` first, then the others by the alphabet.
  const ordered = files.sort((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
  const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Variables;
  return Object.assign({}, ...ordered.map(read)) as Variables;
}

function rank(file: string): number {
  return file === "terraform.tfvars.json" ? 0 : 1;
}

function parsed(name: string, text: string, type: string): unknown {
  if (type === "string") return text;
  try {
    return JSON.parse(type.startsWith("object") ? asJson(text) : text) as unknown;
  } catch {
    throw new PreflightError(`\`${name}\` must be a value of the type ${type}, got "${text}"`);
  }
}

/** An object in Terraform's language as JSON, as far as plain values go: `{ instanceShape = "VM.Standard2.1" }`. */
function asJson(text: string): string {
  return text.replaceAll(/([{,]\s*)"?([A-Za-z]\w*)"?\s*[=:]/g, '$1"$2":');
}
