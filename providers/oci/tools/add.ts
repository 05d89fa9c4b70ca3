import { addSchemas } from "./add-schemas";
import { run, startedIn } from "./command-line";
import { packageFolders } from "./package-folders";

void run(async () => {
  const answer = await addSchemas(packageFolders, process.argv.slice(2), startedIn);
  console.log(answer.join("\n"));
});
