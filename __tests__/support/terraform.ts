import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { awsProvider, mirrorFolder } from "../../rehearsal/machine/providers";

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
