import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { bootScriptBytes } from "../../server";
import { physicalName, requireThat } from "../../shared";
import type { ServerCount } from "../../public-web-tier";
import { SecurityGroup, type INetwork } from "../network";
import { firstBootSeconds } from "./first-boot";
import { architectureOf } from "./instance-types";
import type { LoadBalancer } from "./load-balancer";
import { Replacement } from "./replacement";
import { ServerRole } from "../account";
import { type ScalingTargets, ServerScaling } from "./server-scaling";

/** Properties of {@link ServerGroup}. */
export interface ServerGroupProps {
  /** Network whose web tier holds the servers. */
  readonly network: INetwork;
  /** Load balancer that sends them visitors. */
  readonly loadBalancer: LoadBalancer;
  /** Number of servers. */
  readonly servers: ServerCount;
  /** EC2 instance type; one with a `g` for Graviton, such as `t4g.micro`, gets an ARM image. */
  readonly instanceType: string;
  /**
   * Image that they start from.
   *
   * @default - Amazon's newest for the instance type, looked up by AWS whenever a server is started
   */
  readonly imageId: string | undefined;
  /** When there are to be more of them, or fewer. */
  readonly scaleAt: ScalingTargets;
  /** Tags of servers and disks: the provider's default tags do not reach what Auto Scaling launches. */
  readonly tags: Readonly<Record<string, string>>;
}

/** Properties of {@link ServerGroup.boot}. */
export interface BootProps {
  /** The first-boot script. */
  readonly script: string;
  /** Resources that must exist before the first server boots. */
  readonly after: readonly ITerraformDependable[];
}

// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-add-user-data.html: 16 KB before base64.
const longestUserData = 16_384;

// A new server counts as ready when it still runs after this. By then one that never became healthy has ended itself, and
// Auto Scaling, which looks every minute or so, has seen that.
const warmUpSeconds = firstBootSeconds + 180;

// A machine whose status is impaired is left alone this long after its start. One that does not run is replaced at once.
const graceSeconds = 300;

// No server goes before another is ready in its place, whether a refresh or a failed health check replaces it.
const launchBeforeTerminating = { minHealthyPercentage: 100, maxHealthyPercentage: 200 };

// Amazon Linux binds an image to the packages of its day: a server is patched by its successor, which starts from Amazon's newest.
const greatestAgeSeconds = 30 * 86_400;

// Free of charge, and what the dashboard shows.
const groupMetrics = ["GroupDesiredCapacity", "GroupInServiceInstances", "GroupMaxSize"];

/**
 * An Auto Scaling group of Amazon Linux 2023 servers that replaces them when anything about them changes, each new one
 * before its predecessor goes. Servers come with {@link boot}, once security group and role have been granted what they
 * need.
 */
export class ServerGroup extends Construct {
  /** The security group of each server. */
  readonly securityGroup: SecurityGroup;
  /** The IAM role of each server. */
  readonly identity: ServerRole;
  /** Name of the Auto Scaling group. */
  readonly groupName: string;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServerGroupProps,
  ) {
    super(scope, id);
    this.groupName = physicalName(scope, 255);
    this.securityGroup = new SecurityGroup(this, "firewall", {
      vpcId: props.network.vpc.id,
      description: "web servers",
    });
    this.identity = new ServerRole(this, "identity");
  }

  /** Starts the servers. */
  boot({ script, after }: BootProps): AutoscalingGroup {
    const bytes = bootScriptBytes(script);
    requireThat(
      this,
      "script",
      bytes,
      `be at most ${longestUserData} bytes long with its tokens filled in`,
      (length) => length <= longestUserData,
    );
    const template = this.createTemplate(script);
    const { network, loadBalancer, servers } = this.props;
    const group = new AutoscalingGroup(this, "group", {
      name: this.groupName,
      minSize: servers.min,
      maxSize: servers.max,
      vpcZoneIdentifier: network.subnetsOf("web").map((subnet) => subnet.id),
      targetGroupArns: [loadBalancer.targetGroup.arn],
      // The load balancer sends visitors to servers whose database answers. That is no reason to replace the others: a database that
      // is away would cost all servers. See docs/decisions/0020-servers-outlive-their-database.md.
      healthCheckType: "EC2",
      healthCheckGracePeriod: graceSeconds,
      defaultInstanceWarmup: warmUpSeconds,
      maxInstanceLifetime: greatestAgeSeconds,
      // With `$Latest` a new template would not start an instance refresh.
      launchTemplate: { id: template.id, version: Fn.tostring(template.latestVersion) },
      // Without `autoRollback`: the provider tells the group of the new template before it starts the refresh, so there is nothing
      // to go back to. See docs/decisions/0011-no-automatic-rollback.md.
      instanceRefresh: {
        strategy: "Rolling",
        preferences: launchBeforeTerminating,
      },
      instanceMaintenancePolicy: launchBeforeTerminating,
      enabledMetrics: groupMetrics,
      tag: Object.entries(this.tags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      // A server that may not talk yet would waste its first minutes, and be replaced for it.
      dependsOn: [loadBalancer.listener, this.identity.shell, ...this.securityGroup.rules, ...after],
    });
    if (network.egress) new Replacement(this, "replacement", { group, template, egress: network.egress });
    new ServerScaling(this, "scaling", { groupName: group.name, loadBalancer, targets: this.props.scaleAt });
    return group;
  }

  private get tags(): Record<string, string> {
    return { ...this.props.tags, Name: this.groupName };
  }

  // Another way out is another template, and so replaces the servers: some ways take an address that only a new one gets.
  private get instanceTags(): Record<string, string> {
    const { egress } = this.props.network;
    return egress ? { ...this.tags, egress: egress.kind } : this.tags;
  }

  private createTemplate(script: string): LaunchTemplate {
    const { instanceType, imageId } = this.props;
    // A value of its own keeps the script legible in the JSON and in plans.
    const bootScript = new TerraformLocal(this, "boot-script", script);
    return new LaunchTemplate(this, "template", {
      namePrefix: `${physicalName(this, 98)}-`,
      imageId: imageId ?? `resolve:ssm:${imageParameter(instanceType)}`,
      instanceType,
      instanceInitiatedShutdownBehavior: "terminate",
      userData: Fn.base64encode(bootScript.asString),
      updateDefaultVersion: true,
      iamInstanceProfile: { arn: this.identity.instanceProfile.arn },
      vpcSecurityGroupIds: [this.securityGroup.group.id],
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 1 },
      monitoring: { enabled: true },
      blockDeviceMappings: [
        {
          deviceName: "/dev/xvda",
          ebs: { encrypted: "true", volumeType: "gp3", volumeSize: 8, deleteOnTermination: "true" },
        },
      ],
      tagSpecifications: ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: resourceType === "instance" ? this.instanceTags : this.tags,
      })),
    });
  }
}

function imageParameter(instanceType: string): string {
  return `/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architectureOf(instanceType)}`;
}
