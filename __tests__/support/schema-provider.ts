import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withoutBackend } from "../../rehearsal/machine/providers";
import { startStandIn } from "../../rehearsal/oci/stand-in/server";
import type { ProviderSchema } from "./provider-schema";

/**
 * Validates a configuration with Terraform itself, for a provider that this machine does not have.
 *
 * A provider that knows nothing but its schema stands in for it: Terraform evaluates expressions, types, arguments,
 * blocks and references as ever, and only the provider's own rules beside its schema are missing.
 *
 * @param source of the provider, such as `oracle/oci`
 * @returns what Terraform complains of, nothing where it is content
 */
export async function validateWithTerraform(
  configuration: object,
  source: string,
  schema: ProviderSchema,
): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-validate-"));
  try {
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(withoutBackend(configuration)));
    return await validateFolderWithTerraform(folder, source, schema);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Validates what lies in a folder, as {@link validateWithTerraform} does. */
export async function validateFolderWithTerraform(
  folder: string,
  source: string,
  schema: ProviderSchema,
): Promise<string[]> {
  const standIn = await startStandIn(source, schema);
  try {
    // Nothing is to be installed, so that there is no `init`.
    const env = { ...process.env, TF_REATTACH_PROVIDERS: standIn.reattachment, TF_CLI_CONFIG_FILE: "" };
    const { diagnostics } = JSON.parse(await terraform(["validate", "-json"], folder, env)) as Validation;
    return diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`);
  } finally {
    standIn.stop();
  }
}

interface Validation {
  readonly diagnostics: readonly { readonly summary: string; readonly detail: string }[];
}

// `validate -json` prints its findings and fails; only a failure without them is one of ours.
function terraform(args: string[], cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) =>
    execFile("terraform", args, { cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      error && !stdout.startsWith("{")
        ? reject(new Error(`terraform ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error }))
        : resolve(stdout),
    ),
  );
}
