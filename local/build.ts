import path from "node:path";
import { buildBindings } from "../providers/oci/tools/bindings";
import { packageFolders } from "../providers/oci/tools/package-folders";
import { buildArtifact } from "../webapp/build/build";

/** Builds what is not up to date: bindings for OCI, and the artifact of the web app. One process does what `npm run build` in each workspace does in two. */
export async function build(): Promise<void> {
  await Promise.all([buildBindings(packageFolders), buildArtifact(path.resolve(__dirname, "../webapp"))]);
}

if (require.main === module)
  build().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
