import type { Json } from "./format-json";

/** The provider's address as Terraform prints it. */
export const providerAddress = "registry.terraform.io/oracle/oci";

/** The schema of one resource, data source or provider, in Terraform's own shape. */
export type Schema = { readonly [key: string]: Json };

/** What `terraform providers schema -json` says about one provider. */
export interface ProviderSchemas {
  /** The provider's own configuration. */
  readonly provider: Schema;
  /** Resources and data sources by name, such as `oci_core_vcn` and `data.oci_core_images`. */
  readonly schemas: Readonly<Record<string, Schema>>;
}

/** One provider as `terraform providers schema -json` prints it. */
export interface TerraformProviderJson {
  /** The provider's own configuration. */
  readonly provider: Schema;
  /** Resources by type. */
  readonly resource_schemas?: Readonly<Record<string, Schema>>;
  /** Data sources by type. */
  readonly data_source_schemas?: Readonly<Record<string, Schema>>;
}

/** Names what Terraform printed: a data source gets the `data.` that tells it from a resource of the same type. */
export function fromTerraform(json: TerraformProviderJson): ProviderSchemas {
  const dataSources = Object.entries(json.data_source_schemas ?? {});
  const named = dataSources.map(([type, schema]): [string, Schema] => [`data.${type}`, schema]);
  return { provider: json.provider, schemas: { ...json.resource_schemas, ...Object.fromEntries(named) } };
}

/** Undoes `fromTerraform`. */
export function toTerraform({ provider, schemas }: ProviderSchemas): Required<TerraformProviderJson> {
  const resources = Object.entries(schemas).filter(([name]) => !name.startsWith("data."));
  const dataSources = Object.entries(schemas).filter(([name]) => name.startsWith("data."));
  return {
    provider,
    resource_schemas: Object.fromEntries(resources),
    data_source_schemas: Object.fromEntries(
      dataSources.map(([name, schema]) => [name.slice("data.".length), schema]),
    ),
  };
}
