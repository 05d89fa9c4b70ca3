import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A type in Terraform's JSON notation, such as `"string"`, `["map","string"]` or `["object",{"id":"string"}]`. */
export type AttributeType =
  | string
  | readonly ["list" | "set" | "map", AttributeType]
  | readonly ["object", Readonly<Record<string, AttributeType>>, ...unknown[]]
  | readonly ["tuple", readonly AttributeType[]];

/** An argument or attribute as `terraform providers schema -json` describes it. */
export interface Attribute {
  readonly type?: AttributeType;
  readonly nested_type?: Nested;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
}

/** The attributes of an argument that has a structure of its own. */
export interface Nested {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly nesting_mode: "single" | "list" | "set" | "map";
}

/** Content of a block. */
export interface Block {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly block_types?: Readonly<Record<string, NestedBlock>>;
}

/** A block within a block. */
export interface NestedBlock {
  readonly block: Block;
  readonly nesting_mode: "single" | "group" | "list" | "set" | "map";
  readonly min_items?: number;
  readonly max_items?: number;
}

/** All that one provider understands: its own configuration, and resources and data sources by type. */
export interface ProviderSchema {
  readonly provider: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly dataSources: Readonly<Record<string, Block>>;
}

type BlockByType = Readonly<Record<string, { readonly block: Block }>>;

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

/** The schema of the OCI provider, as far as `@cdktf/provider-oci` keeps it. */
export function ociProviderSchema(): ProviderSchema {
  const folder = join(__dirname, "../../providers/oci/schema");
  const read = (path: string) => JSON.parse(readFileSync(join(folder, path), "utf8")) as { block: Block };
  const readAll = (kind: string) =>
    Object.fromEntries(
      readdirSync(join(folder, kind)).map((file) => [file.replace(".json", ""), read(join(kind, file))]),
    );
  return {
    provider: read("provider.json").block,
    resources: blocks(readAll("resources")),
    dataSources: blocks(readAll("data-sources")),
  };
}

function blocks(byType: BlockByType = {}): Record<string, Block> {
  return Object.fromEntries(Object.entries(byType).map(([type, { block }]) => [type, block]));
}
