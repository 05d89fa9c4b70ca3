import { buildBindings, type BindingFolders } from "./bindings";
import { parseAddArguments } from "./command-line";
import { extendSubset } from "./extend-subset";
import { libFolder } from "./import-path";
import { readSchemaFile } from "./schema-source";
import { readSubset, writeSubset } from "./schema-subset";
import { readTerraformSchema } from "./terraform-schema";

/** Does what `npm run add` was asked to do, and answers with where the new classes are. */
export async function addSchemas(
  folders: BindingFolders,
  args: readonly string[],
  startedIn: string,
): Promise<string[]> {
  const { names, schema, providerVersion } = parseAddArguments(args, startedIn);
  const before = readSubset(folders.schema);
  const source =
    schema === undefined ? readTerraformSchema(providerVersion ?? before.version) : readSchemaFile(schema);
  const after = extendSubset(before, source, names, providerVersion);
  writeSubset(folders.schema, after);
  await buildBindings(folders);
  return [
    ...names.map((name) => `${name} is at @cdktf/provider-oci/lib/${libFolder(name)}`),
    `The subset has ${Object.keys(after.schemas).length} schemas of oracle/oci ${after.version}.`,
  ];
}
