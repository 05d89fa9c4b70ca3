import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Artifact, type WebApp } from "../../constructs/web-app";

const folder = mkdtempSync(join(tmpdir(), "counterpart-app-"));
writeFileSync(join(folder, "demo.mjs"), "");
execFileSync("tar", ["-czf", "demo.tar.gz", "demo.mjs"], { cwd: folder });

/** A web app other than ours, so that tests of constructs do not depend on it. */
export const testApp: WebApp = {
  name: "demo",
  artifact: Artifact.fromFile(join(folder, "demo.tar.gz")),
  entryPoint: "demo.mjs",
  port: 8080,
  healthPath: "/health",
  livePath: "/live",
  readyPath: "/ready",
};
