import { buildBindings } from "./bindings";
import { run } from "./command-line";
import { packageFolders } from "./package-folders";

void run(async () => {
  await buildBindings(packageFolders);
});
