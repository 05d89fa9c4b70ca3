import path from "node:path";
import { buildArtifact } from "./build";

buildArtifact(path.resolve(__dirname, "..")).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
