import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageFolders } from "../../tools/package-folders";
import type { BindingFolders } from "../../tools/bindings";
import type { Schema } from "../../tools/provider-schemas";
import type { SchemaSubset } from "../../tools/schema-subset";

/** A schema with one required argument of the given name. */
export const schemaWith = (argument: string): Schema => ({
  block: { attributes: { [argument]: { required: true, type: "string" } } },
});

/** A subset of one resource and one data source. */
export const smallSubset: SchemaSubset = {
  version: "8.28.0",
  provider: schemaWith("region"),
  schemas: {
    oci_core_vcn: schemaWith("compartment_id"),
    "data.oci_core_images": schemaWith("compartment_id"),
  },
};

/** Runs a test in folders of its own, below the package so that the bindings find `cdktf`. */
export async function inOwnFolders(test: (folders: BindingFolders) => Promise<void>): Promise<void> {
  mkdirSync(packageFolders.staging, { recursive: true });
  const root = mkdtempSync(join(packageFolders.staging, ".test-"));
  try {
    await test({ schema: join(root, "schema"), lib: join(root, "lib"), staging: join(root, "src") });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
