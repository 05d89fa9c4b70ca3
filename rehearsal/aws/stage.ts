import { type AwsBase, awsBases, awsProps } from "../../__tests__/clouds/changes/aws-bases";
import { type Existing, existingIn } from "../../__tests__/clouds/changes/aws-existing";
import { awsChanges } from "../../__tests__/clouds/changes/aws";
import { AwsStack } from "../../stacks/aws-stack";
import { Environment } from "../../stacks/context/environment";
import type { Change, Deployed, Input, Planned, Sample, Stage } from "../life/stage";
import { merged } from "../life/switches";
import { awsVersion } from "../machine/providers";
import { AwsDeployment } from "./deployment";
import { AwsEmulator } from "./emulator";
import { inventoryOf } from "./inventory";

const lab: AwsBase = "lab";

/** Changes that no lab on AWS goes through here, with the reason. */
const notSwitched: Readonly<Record<string, string>> = {
  "profile `lab` → `production`": "a step of its own",
  // moto 5.2.1 cancels no rotation that needs no Lambda: `cancel_rotate_secret` in moto/secretsmanager/models.py.
  "secretRotationDays comes": "without it nothing rotates: a running stack takes `7` in its place",
  "awsZones one more": "a running stack gives no zone back",
  "engineVersion a later major version, with `majorUpgradeAllowed`": "no database takes an earlier one again",
};

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
  readonly switches = awsChanges.filter(
    ({ base, effect, option, change }) =>
      base === "lab" && effect !== "refused" && !(`${option} ${change}` in notSwitched),
  );
  // Besides the topic and the address, pairs of which one would hide the other, and an image of another processor.
  readonly apart = [
    ["awsAlarmTopicArn", "awsAlarmEmail"],
    ["awsDatabaseStorageGiB", "storageGiB"],
    ["awsInstanceType", "instanceType"],
    ["awsInstanceType", "imageId"],
    ["instanceType", "imageId"],
  ];
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
    /** The emulator that answers. */
    readonly aws: AwsEmulator,
    private readonly there: Existing,
    private readonly before: ReadonlySet<string>,
  ) {}

  /** Every call that was answered. */
  get ledger() {
    return this.aws.ledger;
  }

  /** A stack in the account. */
  deployment(environment?: string, always: Input = {}): Deployed {
    const deployment = new AwsDeployment(
      this.aws,
      (app, props: ReturnType<typeof awsProps>) =>
        new AwsStack(environment === undefined ? app : new Environment(app, environment), "aws-stack", props),
    );
    this.deployments.push(deployment);
    return new AwsDeployed(deployment, this.there, always);
  }

  /** Number of resources that Terraform had over time, by what it says of each that is created or destroyed. */
  alive(): readonly Sample[] {
    const steps = this.deployments.flatMap(({ printed }) => printed.flatMap(completedIn));
    let count = 0;
    return steps.sort((one, other) => one.at - other.at).map(({ at, by }) => ({ at, count: (count += by) }));
  }

  /** Resources in the account that were not there before the stack. */
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
    private readonly always: Input,
  ) {}

  get folder(): string {
    return this.deployment.folder;
  }

  get printed(): readonly string[] {
    return this.deployment.printed;
  }

  async apply(input: Input = {}): Promise<readonly Change[]> {
    return (await this.deployment.apply(this.told(input))).changes;
  }

  async applySynthesized(folder: string): Promise<readonly Change[]> {
    return (await this.deployment.applySynthesized(folder)).changes;
  }

  plan(input: Input = {}): Promise<Planned> {
    return this.deployment.plan(this.told(input));
  }

  async destroy(): Promise<void> {
    await this.deployment.destroy();
  }

  private told(input: Input) {
    return awsProps(lab, merged(this.always, input), this.there);
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
