import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { has } from "./skip";

/** A folder of Terraform's own, with a configuration in it and providers from this machine alone. */
export class TerraformFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), "counterpart-terraform-"));

  constructor(configuration: object) {
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(configuration));
    const mirror = mirrorFolder();
    const installation = mirror ? `filesystem_mirror { path = ${JSON.stringify(mirror)} }` : "";
    writeFileSync(join(this.folder, "cli.tfrc"), `provider_installation { ${installation} }`);
    this.run("init", "-input=false");
  }

  /** Runs a Terraform command; throws with its output when it fails. */
  run(...args: string[]): string {
    const env = { ...process.env, TF_CLI_CONFIG_FILE: join(this.folder, "cli.tfrc"), TF_IN_AUTOMATION: "1" };
    try {
      return execFileSync("terraform", args, { cwd: this.folder, env, encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
    }
  }
}

/** Why tests with the AWS provider cannot run on this machine; nothing where they can. */
export function whyNoAwsProvider(): string | undefined {
  if (!has("terraform")) return "needs terraform";
  return awsVersion() ? undefined : "needs a filesystem mirror of hashicorp/aws";
}

/** The version of the AWS provider that this machine's mirror has. */
export function awsVersion(): string | undefined {
  const mirror = mirrorFolder();
  return mirror && readdirSync(join(mirror, awsProvider)).find((entry) => /^\d+\.\d+\.\d+$/.test(entry));
}

const awsProvider = "registry.terraform.io/hashicorp/aws";

// Where Terraform itself looks, and one level below /opt.
function mirrorFolder(): string | undefined {
  const { TF_PROVIDER_MIRROR } = process.env;
  const places = [
    ...(TF_PROVIDER_MIRROR ? [TF_PROVIDER_MIRROR] : []),
    join(homedir(), ".terraform.d/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...(existsSync("/opt") ? readdirSync("/opt").map((entry) => join("/opt", entry)) : []),
  ];
  return places.find((place) => existsSync(join(place, awsProvider)));
}
