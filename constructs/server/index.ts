export { type ArtifactSource, bootScript, bootScriptBytes, type NodeRuntime } from "./boot-script";
