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

/** Schemas of resources or data sources, as `terraform providers schema -json` prints them. */
export type BlockByType = Readonly<Record<string, { readonly block: Block }>>;

/** The schema of the OCI provider, as far as `@cdktf/provider-oci` keeps it. */
export function ociProviderSchema(): ProviderSchema {
  const folder = join(__dirname, "../../../providers/oci/schema");
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

/** The content of each block, without what is about the whole. */
export function blocks(byType: BlockByType = {}): Record<string, Block> {
  return Object.fromEntries(Object.entries(byType).map(([type, { block }]) => [type, block]));
}
