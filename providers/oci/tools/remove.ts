import { buildBindings } from "./bindings";
import { run } from "./command-line";
import { reduceSubset } from "./extend-subset";
import { packageFolders } from "./package-folders";
import { readSubset, writeSubset } from "./schema-subset";

void run(async () => {
  const after = reduceSubset(readSubset(packageFolders.schema), process.argv.slice(2));
  writeSubset(packageFolders.schema, after);
  await buildBindings(packageFolders);
  console.log(`The subset has ${Object.keys(after.schemas).length} schemas of oracle/oci ${after.version}.`);
});
