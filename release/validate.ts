/**
 * `npm run validate -- [terraform|tofu]`: has Terraform or OpenTofu validate, with the providers themselves, what is deployed:
 * both stacks in each profile, and the package for Resource Manager.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App } from "cdktf";
import { unzipSync } from "fflate";
import { resourceManagerPackage } from "../resource-manager/package";
import { awsStackFrom, ociStackFrom } from "../stacks/context/from-context";

const contexts: Readonly<Record<string, object>> = {
  lab: { profile: "lab", awsRegion: "us-east-1" },
  production: {
    profile: "production",
    awsRegion: "us-east-1",
    awsDomainName: "www.example.com",
    awsHostedZoneId: "Z0123456789ABC",
    awsAlarmEmail: "ops@example.com",
    noAlarmEmailBecause: "nothing of this is ever deployed",
  },
};

/** Synthesizes both stacks in each profile below a folder; resolves to the folders that hold Terraform. */
function synthesize(folder: string): string[] {
  return Object.entries(contexts).flatMap(([name, context]) => {
    const outdir = path.join(folder, name);
    const app = new App({ outdir, context });
    const stacks = [awsStackFrom(app), ociStackFrom(app)];
    app.synth();
    return stacks.map(({ node }) => path.join(outdir, "stacks", node.id));
  });
}

/** Unpacks the package for Resource Manager below a folder. */
function unpack(folder: string): string {
  const to = path.join(folder, "package");
  for (const [name, bytes] of Object.entries(unzipSync(resourceManagerPackage()))) {
    mkdirSync(path.dirname(path.join(to, name)), { recursive: true });
    writeFileSync(path.join(to, name), bytes);
  }
  return to;
}

function main(program = "terraform"): void {
  if (!["terraform", "tofu"].includes(program))
    throw new Error(`the program must be terraform or tofu, got ${program}`);
  const folder = mkdtempSync(path.join(tmpdir(), "counterpart-validate-"));
  // Providers weigh 700 MB; each is downloaded once.
  const env = { TF_PLUGIN_CACHE_DIR: folder, ...process.env };
  const run = (...args: readonly string[]) => execFileSync(program, args, { env, stdio: "inherit" });
  try {
    run("version");
    for (const configuration of [...synthesize(folder), unpack(folder)]) {
      console.log(path.relative(folder, configuration));
      run(`-chdir=${configuration}`, "init", "-backend=false", "-input=false");
      run(`-chdir=${configuration}`, "validate");
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

try {
  main(...process.argv.slice(2));
} catch (error) {
  // What the program said is above.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
