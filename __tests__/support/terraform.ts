import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { has } from "./skip";

/** A folder of Terraform's own, with a configuration and its modules in it and providers from this machine alone. */
export class TerraformFolder {
  private readonly folder = mkdtempSync(join(tmpdir(), "counterpart-terraform-"));

  constructor(configuration: object, modules: Readonly<Record<string, object>> = {}) {
    this.write(".", configuration);
    for (const [name, module] of Object.entries(modules)) this.write(name, module);
    const mirror = mirrorFolder(awsProvider);
    const installation = mirror ? `filesystem_mirror { path = ${JSON.stringify(mirror)} }` : "";
    writeFileSync(join(this.folder, "cli.tfrc"), `provider_installation { ${installation} }`);
    this.run("init", "-input=false");
  }

  /** Runs a Terraform command; throws with its output when it fails, but for JSON, which says itself what is wrong. */
  run(...args: string[]): string {
    const env = { ...process.env, TF_CLI_CONFIG_FILE: join(this.folder, "cli.tfrc"), TF_IN_AUTOMATION: "1" };
    try {
      return execFileSync("terraform", args, { cwd: this.folder, env, encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      if (stdout.startsWith("{")) return stdout;
      throw new Error(`terraform ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
    }
  }

  private write(name: string, configuration: object): void {
    mkdirSync(join(this.folder, name), { recursive: true });
    writeFileSync(join(this.folder, name, "cdk.tf.json"), JSON.stringify(configuration));
  }
}

/** A configuration that keeps no state: cdktf's own names a folder of the machine that synthesized. */
export function withoutBackend(configuration: object & { readonly terraform?: object }): object {
  return { ...configuration, terraform: { ...configuration.terraform, backend: undefined } };
}

/** Why tests with the AWS provider cannot run on this machine; nothing where they can. */
export function whyNoAwsProvider(): string | undefined {
  if (!has("terraform")) return "needs terraform";
  return awsVersion() ? undefined : "needs a filesystem mirror of hashicorp/aws";
}

/** Why tests with Oracle's own provider cannot run on this machine; nothing where they can. */
export function whyNoOciProvider(): string | undefined {
  if (!has("terraform")) return "needs terraform";
  return mirrorFolder(ociProvider) ? undefined : "needs a filesystem mirror of oracle/oci";
}

/** The version of the AWS provider that this machine's mirror has. */
export function awsVersion(): string | undefined {
  const mirror = mirrorFolder(awsProvider);
  return mirror && readdirSync(join(mirror, awsProvider)).find((entry) => /^\d+\.\d+\.\d+$/.test(entry));
}

/** The folder that holds this machine's AWS provider itself. */
export function awsProviderFolder(): string {
  const systems: Partial<Record<string, string>> = { win32: "windows" };
  const architectures: Partial<Record<string, string>> = { x64: "amd64" };
  const { platform, arch } = process;
  const system = `${systems[platform] ?? platform}_${architectures[arch] ?? arch}`;
  return join(mirrorFolder(awsProvider)!, awsProvider, awsVersion()!, system);
}

/** Address of the AWS provider. */
export const awsProvider = "registry.terraform.io/hashicorp/aws";
/** Address of Oracle's provider. */
export const ociProvider = "registry.terraform.io/oracle/oci";

/** A filesystem mirror that has a provider: where Terraform itself looks, and one level below /opt. */
export function mirrorFolder(provider: string): string | undefined {
  const { TF_PROVIDER_MIRROR } = process.env;
  const places = [
    ...(TF_PROVIDER_MIRROR ? [TF_PROVIDER_MIRROR] : []),
    join(homedir(), ".terraform.d/plugins"),
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
    ...(existsSync("/opt") ? readdirSync("/opt").map((entry) => join("/opt", entry)) : []),
  ];
  return places.find((place) => existsSync(join(place, provider)));
}
