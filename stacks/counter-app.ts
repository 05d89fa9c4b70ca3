import { join } from "node:path";
import type { IConstruct } from "constructs";
import { isRegionName, regionRule, requireThat } from "../constructs/shared";
import { Artifact, type WebApp } from "../constructs/web-app";
import { counterMetrics } from "./counter-metrics";
import { certificateRegions } from "../webapp/build/certificates";

/** The visit counter of `webapp/`, as both stacks deploy it. */
export const counterApp: WebApp = {
  name: "counter",
  artifact: Artifact.fromFile(join(__dirname, "../webapp/dist/counter.tar.gz")),
  entryPoint: "counter.mjs",
  port: 8080,
  healthPath: "/health",
  livePath: "/live",
  readyPath: "/ready",
  metrics: counterMetrics,
  // One to count, one to read, one for `/health`; `migrate` has its own and is through before `serve` begins.
  databaseConnections: 3,
};

/**
 * Refuses a region whose databases the web app could not verify: its artifact lacks their certificate authority.
 *
 * @param scope stack that is to be deployed there
 * @param region AWS region, such as `us-east-1`
 */
export function requireKnownCertificates(scope: IConstruct, region: string): void {
  const regions = certificateRegions();
  requireThat(scope, "region", region, regionRule, isRegionName);
  const rule = `be one whose databases the web app can verify (${regions.join(", ")})`;
  requireThat(scope, "region", region, rule, (name) => regions.includes(name));
}
