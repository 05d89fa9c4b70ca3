import { resolve } from "node:path";
import { parseArgs } from "node:util";

/** What `add` was asked to do. */
export interface AddArguments {
  /** Names such as `oci_core_volume` and `data.oci_core_shapes`. */
  readonly names: readonly string[];
  /**
   * A file with the output of `terraform providers schema -json`.
   * @default - Terraform is asked
   */
  readonly schema?: string;
  /**
   * The version of the provider.
   * @default - the version of the subset
   */
  readonly providerVersion?: string;
}

/** Reads the arguments of `add`; a relative path starts where the person typed it. */
export function parseAddArguments(args: readonly string[], startedIn: string): AddArguments {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { schema: { type: "string" }, "provider-version": { type: "string" } },
  });
  return {
    names: positionals,
    ...(values.schema === undefined ? {} : { schema: resolve(startedIn, values.schema) }),
    ...(values["provider-version"] === undefined ? {} : { providerVersion: values["provider-version"] }),
  };
}

/** Runs a command; what it throws is an answer to the person who typed it, without a stack. */
export async function run(command: () => Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

/** Where the person typed the command: npm starts scripts in the package's own folder. */
export const startedIn = process.env["INIT_CWD"] ?? process.cwd();
