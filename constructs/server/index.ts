export { type ArtifactSource, bootScript, bootScriptBytes, type NodeRuntime } from "./boot-script";
export { migrateEnvironment, type ProcessProps, serveEnvironment } from "./environment";
export { closeSeconds } from "./service-units";
