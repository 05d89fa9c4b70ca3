import { type AwsBase, awsBases, awsProps } from "../../__tests__/clouds/changes/aws-bases";
import { type Existing, existingIn } from "../../__tests__/clouds/changes/aws-existing";
import { AwsStack } from "../../stacks/aws-stack";
import { Environment } from "../../stacks/context/environment";
import type { Change, Deployed, Input, Planned, Sample, Stage } from "../life/stage";
import { awsVersion } from "../machine/providers";
import { AwsDeployment } from "./deployment";
import { AwsEmulator } from "./emulator";
import { inventoryOf } from "./inventory";

const lab: AwsBase = "lab";

/** An account that moto emulates, and stacks that the AWS provider keeps in it. */
export class AwsStage implements Stage {
  /** Begins with what somebody has in an account before the stack. */
  static async open(): Promise<AwsStage> {
    const aws = await AwsEmulator.start();
    const there = await existingIn(aws.account);
    return new AwsStage(aws, there, new Set(await inventoryOf(aws.account)));
  }

  readonly cloud = "AWS";
  readonly provider = `hashicorp/aws ${awsVersion()}, answered by moto`;
  readonly stack = "aws-stack";
  readonly reads = /^\S+ (Describe|Get|List|Lookup|GET |HEAD )/;
  readonly kept =
    /^aws_(vpc|subnet|db_instance|s3_bucket|lb|kms_key|secretsmanager_secret|cloudwatch_log_group)\./;
  readonly switches =
    "moto answers 500 where the group is to start a third server then, and the provider waits for it: the plans of all options are in __tests__/clouds/aws-changes-*";
  readonly apart = [];
  readonly production: Input = { context: awsBases.production };
  readonly leaving: Input = {
    context: { ...awsBases.production, profile: "lab", leaveProduction: ["aws-stack"] },
  };
  readonly artifactSteps = [
    "aws_autoscaling_group update",
    "aws_launch_template update",
    "aws_s3_object update",
  ];
  readonly illness =
    "moto replaces no servers: what Auto Scaling does with those that stay ill is played in __tests__/constructs/aws/web/rollback.test.ts";

  private readonly deployments: AwsDeployment[] = [];

  private constructor(
    private readonly aws: AwsEmulator,
    private readonly there: Existing,
    private readonly before: ReadonlySet<string>,
  ) {}

  /** Every call that was answered. */
  get ledger() {
    return this.aws.ledger;
  }

  /** A stack in the account. */
  deployment(environment?: string): Deployed {
    const deployment = new AwsDeployment(
      this.aws,
      (app, props: ReturnType<typeof awsProps>) =>
        new AwsStack(environment === undefined ? app : new Environment(app, environment), "aws-stack", props),
    );
    this.deployments.push(deployment);
    return new AwsDeployed(deployment, this.there);
  }

  /** How many resources Terraform had when, by what it says of each that is made or gone. */
  alive(): readonly Sample[] {
    const steps = this.deployments.flatMap(({ printed }) => printed.flatMap(completedIn));
    let count = 0;
    return steps.sort((one, other) => one.at - other.at).map(({ at, by }) => ({ at, count: (count += by) }));
  }

  /** What the account has that it had not before the stack. */
  async leftovers(): Promise<readonly string[]> {
    return (await inventoryOf(this.aws.account)).filter((name) => !this.before.has(name));
  }

  /** The secret key of who deploys, and what Secrets Manager keeps. */
  async canaries(): Promise<readonly string[]> {
    return [this.aws.secretAccessKey, ...(await this.aws.account.secrets())];
  }

  /** Ends moto. */
  close(): Promise<void> {
    return this.aws.stop();
  }
}

class AwsDeployed implements Deployed {
  constructor(
    private readonly deployment: AwsDeployment,
    private readonly there: Existing,
  ) {}

  get folder(): string {
    return this.deployment.folder;
  }

  get printed(): readonly string[] {
    return this.deployment.printed;
  }

  async apply(input: Input = {}): Promise<readonly Change[]> {
    return (await this.deployment.apply(awsProps(lab, input, this.there))).changes;
  }

  async applySynthesized(folder: string): Promise<readonly Change[]> {
    return (await this.deployment.applySynthesized(folder)).changes;
  }

  plan(input: Input = {}): Promise<Planned> {
    return this.deployment.plan(awsProps(lab, input, this.there));
  }

  async destroy(): Promise<void> {
    await this.deployment.destroy();
  }

  delete(): void {
    this.deployment.delete();
  }
}

interface Line {
  readonly type: string;
  readonly "@timestamp": string;
  readonly hook?: { readonly action?: string; readonly resource?: { readonly mode?: string } };
}

/** Resources that came and went by what Terraform printed as JSON. */
function completedIn(printed: string): { at: number; by: number }[] {
  return printed
    .split("\n")
    .filter((line) => line.includes('"type":"apply_complete"'))
    .map((line) => JSON.parse(line) as Line)
    .flatMap(({ "@timestamp": time, hook }) => {
      const by = { create: 1, delete: -1 }[hook?.action ?? ""];
      return by === undefined ? [] : [{ at: Date.parse(time), by }];
    });
}
