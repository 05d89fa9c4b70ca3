import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { fromTerraform, type ProviderSchemas, type TerraformProviderJson } from "./provider-schemas";

/** All schemas of some version of the provider. */
export interface SchemaSource extends ProviderSchemas {
  /**
   * The version, where the source knows it.
   * @default - unknown: Terraform does not print it
   */
  readonly version?: string;
}

interface TerraformJson {
  readonly provider_schemas?: Readonly<Record<string, TerraformProviderJson>>;
  readonly provider_versions?: Readonly<Record<string, string>>;
}

/** Reads a file that holds the output of `terraform providers schema -json`, compressed by gzip or not. */
export function readSchemaFile(file: string): SchemaSource {
  const bytes = readFileSync(file);
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return parseSchema((isGzip ? gunzipSync(bytes) : bytes).toString("utf8"), file);
}

/** Finds the provider in the output of `terraform providers schema -json`; `origin` is for the error. */
function parseSchema(text: string, origin: string): SchemaSource {
  const json = JSON.parse(text) as TerraformJson;
  const addresses = Object.keys(json.provider_schemas ?? {});
  const address = addresses.find((candidate) => candidate.endsWith("/oracle/oci"));
  const provider = address === undefined ? undefined : json.provider_schemas?.[address];
  if (address === undefined || provider === undefined) {
    const found = addresses.length === 0 ? "no `provider_schemas`" : addresses.join(", ");
    throw new Error(
      `\`${origin}\` must hold the schema of \`oracle/oci\` as \`terraform providers schema -json\` prints it; it has ${found}`,
    );
  }
  const version = json.provider_versions?.[address];
  return { ...fromTerraform(provider), ...(version === undefined ? {} : { version }) };
}
