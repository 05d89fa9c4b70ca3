import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, type TerraformStack } from "cdktf";
import type { PlanJson } from "../../delivery/plan/changes";
import { AwsStack } from "../../stacks/aws-stack";
import type { AwsStackProps } from "../../stacks/aws/stack-props";
import type { AwsEmulator } from "./emulator";
import { pathWithoutWaits } from "../machine/no-waits";
import { awsProviderFolder, withoutBackend } from "../machine/providers";

/** Change of one resource in a plan. */
interface Change {
  /** Address, such as `aws_vpc.network_vpc_4E8F0223`. */
  readonly address: string;
  /** Action on it. */
  readonly action: "create" | "update" | "replace" | "delete" | "read";
}

/** Outcome of a plan: its changes, or the reason why there is none. */
export interface Outcome {
  /** Changes, where nothing is wrong. */
  readonly changes: readonly Change[];
  /** Names of the outputs that would change. */
  readonly outputs: readonly string[];
  /** Errors, each with its detail. */
  readonly errors: readonly string[];
}

/** Makes the stack that is deployed. */
type Maker<Props> = (app: App, props: Props) => TerraformStack;

const unnamed: Maker<AwsStackProps> = (app, props) => new AwsStack(app, "aws-stack", props);

/** A stack on AWS as Terraform and the real provider keep it in an emulated account. */
export class AwsDeployment<Props = AwsStackProps> {
  /** Output of Terraform so far. */
  readonly printed: string[] = [];
  /** Folder of its configurations, state and plans. */
  readonly folder = mkdtempSync(join(tmpdir(), "counterpart-aws-"));
  private readonly state = join(this.folder, "terraform.tfstate");
  // Where endpoints go, the stack waits ten minutes.
  private readonly path = pathWithoutWaits(this.folder);
  private configuration = "";

  constructor(
    private readonly aws: AwsEmulator,
    private readonly make = unnamed as Maker<Props>,
  ) {}

  /** Synthesizes the stack into a new folder, which is the one that Terraform is run in from now on. */
  synthesize(props: Props): void {
    const outdir = mkdtempSync(join(this.folder, "out-"));
    const app = new App({ outdir, context: {} });
    const { node } = this.make(app, props);
    app.synth();
    this.configuration = join(outdir, "stacks", node.id);
    this.prepare();
  }

  /** Plans an apply. */
  async plan(props: Props, ...options: readonly string[]): Promise<Outcome> {
    this.synthesize(props);
    return this.run("plan", ...options);
  }

  /**
   * Brings the account to what is described.
   *
   * @throws {Error} with what Terraform says where it fails
   */
  async apply(props: Props, ...options: readonly string[]): Promise<Outcome> {
    this.synthesize(props);
    return this.succeed("apply", "-auto-approve", ...options);
  }

  /**
   * Brings the account to what was synthesized elsewhere.
   *
   * @throws {Error} with what Terraform says where it fails
   */
  async applySynthesized(folder: string): Promise<Outcome> {
    this.configuration = join(mkdtempSync(join(this.folder, "out-")), "aws-stack");
    cpSync(folder, this.configuration, { recursive: true });
    this.prepare();
    return this.succeed("apply", "-auto-approve");
  }

  /**
   * Removes all of it.
   *
   * @throws {Error} with what Terraform says where it fails
   */
  async destroy(...options: readonly string[]): Promise<Outcome> {
    return this.succeed("destroy", "-auto-approve", ...options);
  }

  /** Runs `plan`, `apply` or `destroy` on the configuration that was synthesized last. */
  async run(command: "plan" | "apply" | "destroy", ...options: readonly string[]): Promise<Outcome> {
    const common = ["-json", "-input=false", "-lock=false", "-parallelism=30", `-state=${this.state}`];
    return outcomeOf(await this.terraform(command, ...common, ...options));
  }

  /** Addresses of all that Terraform manages. */
  get resources(): string[] {
    const { resources } = JSON.parse(readFileSync(this.state, "utf8")) as { resources: StateResource[] };
    return resources
      .filter(({ mode }) => mode === "managed")
      .map(({ type, name }) => `${type}.${name}`)
      .sort();
  }

  /** File of the state. */
  get statePath(): string {
    return this.state;
  }

  /** A plan as `terraform show -json` prints it. */
  async showPlan(...options: readonly string[]): Promise<PlanJson> {
    const file = join(this.folder, "shown");
    await this.run("plan", `-out=${file}`, ...options);
    return JSON.parse(await this.terraform("show", "-json", file)) as PlanJson;
  }

  /** Variables under which Terraform and AWS's command line speak to the emulator. */
  get environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      PATH: this.path,
      TF_CLI_CONFIG_FILE: join(this.folder, "cli.tfrc"),
      TF_IN_AUTOMATION: "1",
      AWS_ENDPOINT_URL: this.aws.endpoint,
      AWS_ACCESS_KEY_ID: "emulated",
      AWS_SECRET_ACCESS_KEY: this.aws.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: "true",
      NO_PROXY: "127.0.0.1",
    };
  }

  /** Removes what was written to this machine. */
  delete(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async succeed(command: "apply" | "destroy", ...options: readonly string[]): Promise<Outcome> {
    const outcome = await this.run(command, ...options);
    if (outcome.errors.length > 0) throw new Error(outcome.errors.join("\n\n"));
    return outcome;
  }

  private prepare(): void {
    const file = join(this.configuration, "cdk.tf.json");
    const json = JSON.parse(readFileSync(file, "utf8")) as object;
    writeFileSync(file, JSON.stringify(withoutBackend(json)));
    const provider = { aws: { skip_credentials_validation: true, s3_use_path_style: true } };
    writeFileSync(join(this.configuration, "emulator_override.tf.json"), JSON.stringify({ provider }));
  }

  // With the provider's own folder there is nothing to install, and no digest of 700 MB to take for each command.
  private terraform(...args: readonly string[]): Promise<string> {
    const settings = join(this.folder, "cli.tfrc");
    const override = JSON.stringify(awsProviderFolder());
    writeFileSync(settings, `provider_installation { dev_overrides { "hashicorp/aws" = ${override} } }`);
    return new Promise((resolve) =>
      execFile(
        "terraform",
        args,
        { cwd: this.configuration, env: this.environment, maxBuffer: 2 ** 28 },
        (_, stdout, stderr) => {
          this.printed.push(stdout, stderr);
          resolve(stdout + stderr);
        },
      ),
    );
  }
}

interface StateResource {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
}

interface Line {
  readonly type: string;
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
  readonly outputs?: Readonly<Record<string, { readonly action?: string }>>;
  readonly change?: { readonly resource: { readonly addr: string }; readonly action: Change["action"] };
}

function outcomeOf(output: string): Outcome {
  const lines = output.trim().split("\n").map(lineOf);
  const changes = lines.flatMap(({ type, change }) =>
    type === "planned_change" && change ? [{ address: change.resource.addr, action: change.action }] : [],
  );
  return {
    changes: changes.filter(({ action }) => action !== "read"),
    outputs: lines.flatMap(({ type, outputs = {} }) => (type === "outputs" ? changedOutputs(outputs) : [])),
    errors: lines.flatMap(({ diagnostic }) =>
      diagnostic?.severity === "error" ? [`${diagnostic.summary}: ${diagnostic.detail}`] : [],
    ),
  };
}

function changedOutputs(outputs: NonNullable<Line["outputs"]>): string[] {
  return Object.entries(outputs).flatMap(([name, { action }]) => (action && action !== "noop" ? [name] : []));
}

// What is no JSON is Terraform in trouble before it knows how it is to speak.
function lineOf(text: string): Line {
  if (text.startsWith("{")) return JSON.parse(text) as Line;
  return { type: "text", diagnostic: { severity: "error", summary: "terraform", detail: text } };
}
