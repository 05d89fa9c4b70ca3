import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { CommandError } from "../../commands/programs";
import type { Cloud } from "../../stacks/context/keys";
import type { PlanJson } from "./changes";
import { planFile } from "./bundle";

/** Terraform in the folder of a stack that was synthesized. */
export class Terraform {
  /** Folder of a synthesized stack. */
  static folderOf(cloud: Cloud, root: string): string {
    return path.resolve(root, process.env.CDKTF_OUTDIR ?? "cdktf.out", "stacks", `${cloud}-stack`);
  }

  /** Folder of the stack. */
  readonly folder: string;

  /**
   * Finds the stack.
   *
   * @throws {CommandError} where it was not synthesized
   */
  constructor(cloud: Cloud, root: string) {
    this.folder = Terraform.folderOf(cloud, root);
    if (!existsSync(path.join(this.folder, "cdk.tf.json")))
      throw new CommandError(`${cloud}-stack was not synthesized: run \`npm run synth\` first`);
  }

  /**
   * Refuses a state in a file of this machine, which no other machine would find.
   *
   * @throws {CommandError} where the stack keeps its state so
   */
  requireRemoteState(): void {
    const json = readFileSync(path.join(this.folder, "cdk.tf.json"), "utf8");
    const { terraform } = JSON.parse(json) as { terraform?: { backend?: Readonly<Record<string, unknown>> } };
    if (terraform?.backend === undefined || "local" in terraform.backend)
      throw new CommandError(
        "the state must be kept in a bucket, where the next run finds it, got a file: docs/delivery.md says how",
      );
  }

  /** Gets providers and the state ready; `lockfile` takes no other providers than the lock file names. */
  init({ lockfile = false } = {}): void {
    this.run("init", "-input=false", ...(lockfile ? ["-lockfile=readonly"] : []));
  }

  /** Plans into the stack's folder. */
  plan(...options: readonly string[]): PlanJson {
    this.run("plan", "-input=false", `-out=${planFile}`, ...options);
    return this.show();
  }

  /** The plan in the stack's folder as data. */
  show(): PlanJson {
    return JSON.parse(this.read("show", "-json", planFile)) as PlanJson;
  }

  /** Applies the plan in the stack's folder, and nothing else. */
  apply(): void {
    this.run("apply", "-input=false", planFile);
  }

  private run(...args: readonly string[]): void {
    this.start(args, "inherit");
  }

  private read(...args: readonly string[]): string {
    return this.start(args, "pipe");
  }

  private start(args: readonly string[], stdout: "inherit" | "pipe"): string {
    const program = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
    const env = { ...process.env, TF_IN_AUTOMATION: "1" };
    const options = { cwd: this.folder, env, encoding: "utf8", maxBuffer: 2 ** 28 } as const;
    const {
      status,
      error,
      stdout: output,
    } = spawnSync(program, args, { ...options, stdio: ["ignore", stdout, "inherit"] });
    if (error !== undefined) throw new CommandError(`\`${program}\` could not be started: ${error.message}`);
    if (status !== 0) throw new CommandError(`\`${program} ${args[0]}\` ended with code ${status}`);
    return output;
  }
}
