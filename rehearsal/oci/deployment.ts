import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type TerraformStack } from "cdktf";
import { OciStack } from "../../stacks/oci-stack";
import type { OciStackProps } from "../../stacks/oci/stack-props";
import { OciControlPlane } from "./control-plane/control-plane";
import { pathWithoutWaits } from "../machine/no-waits";
import { mirrorFolder, ociProvider, whyNoOciProvider } from "../machine/providers";
import { ociProviderSchema } from "./stand-in/schema";
import { type Running, startStandIn } from "./stand-in/server";

/** Change of one resource in a plan, such as `oci_core_vcn.network_vcn_A6F5D448`. */
export interface PlannedChange {
  readonly address: string;
  readonly actions: readonly string[];
}

/** Outcome of a plan: its changes, or the reason why there is none. */
export interface Planned {
  readonly changes: readonly { readonly address: string; readonly action: string }[];
  readonly errors: readonly string[];
}

/** Values of the stack's variables, where they are to differ from their defaults. */
export type Variables = Readonly<Record<string, unknown>>;

const unnamed = (app: App, props: OciStackProps) => new OciStack(app, "oci-stack", props);

/** An error of Terraform that ends a plan or an apply. */
class TerraformError extends Error {}

/**
 * The OCI stack as somebody deploys it: synthesized anew for each command, as `cdktf` does, and applied by Terraform with
 * Oracle's own provider to a control plane on this machine.
 */
export class OciDeployment {
  /** Begins with an empty tenancy. */
  static async begin(): Promise<OciDeployment> {
    return new OciDeployment(await OciControlPlane.start());
  }

  /** Output of Terraform so far. */
  readonly printed: string[] = [];
  /** Folder of its configuration, state and plans. */
  readonly folder = mkdtempSync(join(tmpdir(), "counterpart-oci-"));
  private readonly path: string;
  private initialized = false;
  private standIn: Running | undefined;

  constructor(
    /** The control plane that answers. */
    readonly plane: OciControlPlane,
    private readonly make: (app: App, props: OciStackProps) => TerraformStack = unnamed,
    /** Whether the stand-in speaks to it, and not Oracle's provider. */
    private readonly onStandIn = whyNoOciProvider() !== undefined,
  ) {
    this.path = pathWithoutWaits(this.folder);
    // The stand-in is not installed: Terraform is told where it is.
    const mirror = JSON.stringify(onStandIn ? this.folder : mirrorFolder(ociProvider));
    writeFileSync(
      join(this.folder, "cli.tfrc"),
      `provider_installation { filesystem_mirror { path = ${mirror} } }`,
    );
  }

  /** Plans and says what would be created, changed or destroyed; reads and what stays as it is are left out. */
  async plan(props: OciStackProps, variables: Variables = {}): Promise<PlannedChange[]> {
    await this.synthesize(props);
    return this.planned(variables);
  }

  /** Plans, and says what would happen or why Terraform refuses it. */
  async judge(props: OciStackProps, variables: Variables = {}): Promise<Planned> {
    await this.synthesize(props);
    this.write(variables);
    const { stdout } = await this.run("plan", "-input=false", "-json", "-out=plan.out");
    const errors = stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => (JSON.parse(line) as Message).diagnostic)
      .filter((diagnostic) => diagnostic?.severity === "error")
      .map((diagnostic) => diagnostic!.detail || diagnostic!.summary);
    if (errors.length > 0) return { changes: [], errors };
    const changes = await this.changesPlanned();
    return {
      changes: changes.map(({ address, actions }) => ({ address, action: inOneWord(actions) })),
      errors,
    };
  }

  /** Plans, and says why Terraform refuses to; nothing where it does not. */
  async refusals(props: OciStackProps, variables: Variables = {}): Promise<readonly string[]> {
    return (await this.judge(props, variables)).errors;
  }

  /** Makes Terraform forget a resource, as if it had been deployed before the stack had it. */
  async forget(address: string): Promise<void> {
    await this.terraform("state", "rm", address);
  }

  /**
   * Applies, and says what was created, changed or destroyed.
   *
   * @param options of the plan, such as `-replace=terraform_data.deployed-with`
   */
  async apply(
    props: OciStackProps,
    variables: Variables = {},
    ...options: readonly string[]
  ): Promise<PlannedChange[]> {
    await this.synthesize(props);
    const changes = await this.planned(variables, ...options);
    await this.terraform("apply", "-input=false", "-no-color", "plan.out");
    return changes;
  }

  /** Applies a stack that was synthesized elsewhere, and says what was created, changed or destroyed. */
  async applySynthesized(folder: string): Promise<PlannedChange[]> {
    await this.install(folder);
    const changes = await this.planned({});
    await this.terraform("apply", "-input=false", "-no-color", "plan.out");
    return changes;
  }

  /** Destroys everything, by the stack as it was synthesized last. */
  async destroy(variables: Variables = {}): Promise<void> {
    this.write(variables);
    await this.terraform("destroy", "-auto-approve", "-input=false", "-no-color");
  }

  /** Destroys everything, with the variables of the last plan. */
  async destroyAsApplied(): Promise<void> {
    await this.terraform("destroy", "-auto-approve", "-input=false", "-no-color");
  }

  /** Stops the control plane and removes what was written. */
  async end(): Promise<void> {
    await this.plane.close();
    this.delete();
  }

  /** Removes what was written. */
  delete(): void {
    this.standIn?.stop();
    rmSync(this.folder, { recursive: true });
  }

  private async synthesize(props: OciStackProps): Promise<void> {
    const outdir = mkdtempSync(join(this.folder, "cdktf.out-"));
    const app = new App({ outdir });
    const { node } = this.make(app, props);
    app.synth();
    await this.install(join(outdir, "stacks", node.id));
    rmSync(outdir, { recursive: true });
  }

  private async install(synthesized: string): Promise<void> {
    const configuration = JSON.parse(readFileSync(join(synthesized, "cdk.tf.json"), "utf8")) as {
      terraform: { backend?: object; required_version?: string };
    };
    // One state for all folders that this is synthesized into.
    delete configuration.terraform.backend;
    // It is the backend's, and newer than the Terraform of many a machine.
    delete configuration.terraform.required_version;
    rmSync(join(this.folder, "assets"), { recursive: true, force: true });
    const assets = join(synthesized, "assets");
    // Where pods have an image, there is no artifact to ship.
    if (existsSync(assets)) cpSync(assets, join(this.folder, "assets"), { recursive: true });
    writeFileSync(join(this.folder, "cdk.tf.json"), JSON.stringify(configuration));
    if (!this.initialized) await this.terraform("init", "-input=false", "-no-color");
    this.initialized = true;
  }

  private async planned(variables: Variables, ...options: readonly string[]): Promise<PlannedChange[]> {
    this.write(variables);
    await this.terraform("plan", "-input=false", "-no-color", "-out=plan.out", ...options);
    return this.changesPlanned();
  }

  private async changesPlanned(): Promise<PlannedChange[]> {
    const { resource_changes = [] } = JSON.parse(
      await this.terraform("show", "-json", "plan.out"),
    ) as PlanDocument;
    return resource_changes
      .map(({ address, change: { actions } }) => ({ address, actions }))
      .filter(({ actions }) => !["no-op", "read"].includes(actions.join()));
  }

  private write(variables: Variables): void {
    writeFileSync(join(this.folder, "terraform.tfvars.json"), JSON.stringify(variables));
  }

  private async terraform(...args: string[]): Promise<string> {
    const { error, stdout, stderr } = await this.run(...args);
    if (error) throw new TerraformError(`terraform ${args.join(" ")}:\n${stdout}${stderr}`);
    return stdout;
  }

  /** The stand-in, where this machine lacks Oracle's provider or it is asked for. */
  private async reattachment(): Promise<Record<string, string>> {
    if (!this.onStandIn) return {};
    const { folder, plane } = this;
    this.standIn ??= await startStandIn("oracle/oci", ociProviderSchema(), {
      environment: plane.environment,
      folder,
    });
    return { TF_REATTACH_PROVIDERS: this.standIn.reattachment };
  }

  private async run(...args: string[]): Promise<{ error: unknown; stdout: string; stderr: string }> {
    const env = {
      ...process.env,
      ...this.plane.environment,
      ...(await this.reattachment()),
      PATH: this.path,
      TF_CLI_CONFIG_FILE: join(this.folder, "cli.tfrc"),
      TF_IN_AUTOMATION: "1",
    };
    return new Promise((resolve) =>
      execFile("terraform", args, { cwd: this.folder, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
        this.printed.push(stdout, stderr);
        resolve({ error, stdout, stderr });
      }),
    );
  }
}

function inOneWord(actions: readonly string[]): string {
  return actions.length === 1 ? actions[0]! : "replace";
}

interface PlanDocument {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly change: { readonly actions: readonly string[] };
  }[];
}

interface Message {
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail?: string };
}
