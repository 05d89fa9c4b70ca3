import { spawnSync, type StdioOptions } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSchemaFile, type SchemaSource } from "./schema-source";

/** Asks Terraform for the schema of one version of the provider, which needs the Terraform registry. */
export function readTerraformSchema(version: string): SchemaSource {
  const folder = mkdtempSync(join(tmpdir(), "oci-schema-"));
  try {
    const required = { oci: { source: "oracle/oci", version } };
    writeFileSync(
      join(folder, "main.tf.json"),
      JSON.stringify({ terraform: { required_providers: required } }),
    );
    terraform(folder, ["init", "-input=false", "-no-color"], ["ignore", "ignore", "pipe"]);
    return { ...readSchemaFile(printSchema(folder)), version };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The schema is tens of megabytes: it goes to a file, not through a pipe. */
function printSchema(folder: string): string {
  const file = join(folder, "schema.json");
  const output = openSync(file, "w");
  try {
    terraform(folder, ["providers", "schema", "-json"], ["ignore", output, "pipe"]);
  } finally {
    closeSync(output);
  }
  return file;
}

function terraform(cwd: string, args: string[], stdio: StdioOptions): void {
  const binary = process.env["TERRAFORM_BINARY_NAME"] ?? "terraform";
  const env = { ...process.env, TF_INPUT: "0" };
  const { error, status, stderr } = spawnSync(binary, args, { cwd, env, stdio, encoding: "utf8" });
  if (status === 0) return;
  const reason = error?.message ?? String(stderr).trim();
  throw new Error(
    `\`${binary} ${args.join(" ")}\` failed; without a registry, pass \`--schema <file>\` with the output of ` +
      `\`terraform providers schema -json\`\n${reason}`,
  );
}
