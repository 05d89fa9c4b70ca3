import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Artifact, type WebApp } from "../../constructs/web-app";

const file = join(mkdtempSync(join(tmpdir(), "counterpart-app-")), "demo.tar.gz");
writeFileSync(file, "not a tarball, and nobody unpacks it");

/** A web app other than ours, so that tests of constructs do not depend on it. */
export const testApp: WebApp = {
  name: "demo",
  artifact: Artifact.fromFile(file),
  entryPoint: "demo.mjs",
  port: 8080,
  healthPath: "/health",
  livePath: "/live",
};
