import {
  blocks,
  type BlockByType,
  type Block,
  type ProviderSchema,
} from "../../rehearsal/oci/stand-in/schema";

export * from "../../rehearsal/oci/stand-in/schema";

/** Output of `terraform providers schema -json`, as far as it is read here. */
export interface TerraformSchemas {
  readonly provider_schemas: Readonly<
    Record<
      string,
      {
        readonly provider: { readonly block: Block };
        readonly resource_schemas?: BlockByType;
        readonly data_source_schemas?: BlockByType;
      }
    >
  >;
}

/** Picks one provider, such as `hashicorp/aws`, out of what `terraform providers schema -json` printed. */
export function providerSchema(printed: TerraformSchemas, source: string): ProviderSchema {
  const found = printed.provider_schemas[`registry.terraform.io/${source}`];
  if (!found)
    throw new Error(
      `no schema of ${source}, only of ${Object.keys(printed.provider_schemas).join(", ") || "none"}`,
    );
  return {
    provider: found.provider.block,
    resources: blocks(found.resource_schemas),
    dataSources: blocks(found.data_source_schemas),
  };
}
