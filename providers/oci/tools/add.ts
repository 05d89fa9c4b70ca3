import { buildBindings } from "./bindings";
import { parseAddArguments, run, startedIn } from "./command-line";
import { extendSubset } from "./extend-subset";
import { libFolder } from "./import-path";
import { packageFolders } from "./package-folders";
import { readSchemaFile } from "./schema-source";
import { readSubset, writeSubset } from "./schema-subset";
import { readTerraformSchema } from "./terraform-schema";

void run(async () => {
  const { names, schema, providerVersion } = parseAddArguments(process.argv.slice(2), startedIn);
  const before = readSubset(packageFolders.schema);
  const source =
    schema === undefined ? readTerraformSchema(providerVersion ?? before.version) : readSchemaFile(schema);
  const after = extendSubset(before, source, names, providerVersion);
  writeSubset(packageFolders.schema, after);
  await buildBindings(packageFolders);
  for (const name of names) console.log(`${name} is at @cdktf/provider-oci/lib/${libFolder(name)}`);
  console.log(`The subset has ${Object.keys(after.schemas).length} schemas of oracle/oci ${after.version}.`);
});
