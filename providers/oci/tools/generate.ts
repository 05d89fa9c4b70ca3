import type { ProviderSchema } from "@cdktf/commons";
import { providerAddress, toTerraform } from "./provider-schemas";
import type { SchemaSubset } from "./schema-subset";

/** The constraint that every synthesized stack carries: the subset's major version. */
export const versionConstraint = (version: string) => `~> ${version.split(".")[0]}.0`;

/** Writes TypeScript bindings below `folder`, at `providers/oci/<resource>/index.ts`. */
export async function generate(subset: SchemaSubset, folder: string): Promise<void> {
  const {
    CodeMaker,
    TerraformProviderConstraint,
    TerraformProviderGenerator,
    ConstructsMakerProviderTarget,
    Language,
  } = await loadGenerator();
  const constraint = new TerraformProviderConstraint(`oracle/oci@${versionConstraint(subset.version)}`);
  const generator = new TerraformProviderGenerator(new CodeMaker(), terraformJson(subset));
  generator.generate(new ConstructsMakerProviderTarget(constraint, Language.TYPESCRIPT));
  await generator.save(folder);
}

async function loadGenerator() {
  // On import, @cdktf/commons runs `terraform version` and reports a failure to HashiCorp: a build needs neither.
  process.env["CHECKPOINT_DISABLE"] = "1";
  process.env["TERRAFORM_BINARY_NAME"] = "terraform-is-not-needed";
  const { CodeMaker, TerraformProviderConstraint, TerraformProviderGenerator } =
    await import("@cdktf/provider-generator");
  const { ConstructsMakerProviderTarget, Language } = await import("@cdktf/commons");
  return {
    CodeMaker,
    TerraformProviderConstraint,
    TerraformProviderGenerator,
    ConstructsMakerProviderTarget,
    Language,
  };
}

/** Leaves `provider_versions` out: given an exact version, the bindings would demand it instead of the constraint. */
function terraformJson(subset: SchemaSubset): ProviderSchema {
  // The generator adds `alias` to the provider's attributes, in place.
  const provider = structuredClone(toTerraform(subset));
  return { provider_schemas: { [providerAddress]: provider } } as unknown as ProviderSchema;
}
