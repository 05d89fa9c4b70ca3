import { join } from "node:path";
import { Artifact, type WebApp } from "../constructs/web-app";

/** The visit counter of `webapp/`, as both stacks deploy it. */
export const counterApp: WebApp = {
  name: "counter",
  artifact: Artifact.fromFile(join(__dirname, "../webapp/dist/counter.tar.gz")),
  entryPoint: "counter.mjs",
  port: 8080,
  healthPath: "/health",
};
