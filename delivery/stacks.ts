import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { CommandError } from "../commands/programs";
import type { Cloud } from "../stacks/context/keys";
import type { StackJson } from "./aws/actions";
import { GithubOnAws } from "./aws/github-on-aws";
import { previews } from "./github/environment-name";
import { environmentOf } from "./oci/environments";
import { GithubOnOci } from "./oci/github-on-oci";
import { readSettings, type Settings } from "./settings";

/** Folder of the synthesized stacks of delivery: no command of cdktf's looks there. */
const outdir = "delivery/dist";

/** Synthesizes what an account, and a tenancy, gets once, as `delivery.json` says. */
export function synthesizeStacks(root: string): void {
  const settings = readSettings(root);
  const app = new App({ outdir: path.join(root, outdir) });
  const stacks = [addAws(app, root, settings), addOci(app, root, settings)].filter(
    (stack) => stack !== undefined,
  );
  if (stacks.length === 0)
    throw new CommandError("`aws` or `oci` in delivery.json must be given, got neither");
  app.synth();
  for (const { node } of stacks) {
    const folder = `${outdir}/stacks/${node.id}`;
    console.log(`terraform -chdir=${folder} init && terraform -chdir=${folder} apply`);
  }
}

function addAws(app: App, root: string, { repository, aws }: Settings): GithubOnAws | undefined {
  if (aws === undefined) return undefined;
  const environments = Object.fromEntries(
    aws.environments.map((name) => [name, synthesized(root, "aws", name)]),
  );
  return new GithubOnAws(app, "github-on-aws", { ...aws, repository, environments });
}

function addOci(app: App, root: string, { repository, oci }: Settings): GithubOnOci | undefined {
  if (oci === undefined) return undefined;
  const environments = Object.entries(oci.environments).map(([name, compartmentOcid]) =>
    environmentOf(name, compartmentOcid, synthesized(root, "oci", name)),
  );
  return new GithubOnOci(app, "github-on-oci", { ...oci, repository, environments });
}

/** A cloud's stack in an environment; the first pull request's stands for all. */
function synthesized(root: string, cloud: Cloud, environment: string): StackJson {
  if (environment !== previews) return JSON.parse(jsonOf(root, cloud, environment)) as StackJson;
  return JSON.parse(jsonOf(root, cloud, "pr-1").replaceAll(/\bpr-1\b/g, previews)) as StackJson;
}

/** By a program of its own, as workflows do it: the environment is a variable of the process. */
function jsonOf(root: string, cloud: Cloud, environment: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), "counterpart-delivery-"));
  try {
    const env = { ...process.env, CDKTF_OUTDIR: folder, COUNTERPART_ENVIRONMENT: environment };
    execFileSync(process.execPath, [path.join(root, "local/bundled.mjs"), "local/synth.ts"], {
      cwd: root,
      env,
      stdio: "inherit",
    });
    return readFileSync(path.join(folder, `stacks/${cloud}-stack/cdk.tf.json`), "utf8");
  } catch {
    throw new CommandError(
      `the environment ${environment || "without a name"} does not synthesize, see above`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
