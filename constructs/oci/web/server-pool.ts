import { CoreInstanceConfiguration } from "@cdktf/provider-oci/lib/core-instance-configuration";
import { CoreInstancePool } from "@cdktf/provider-oci/lib/core-instance-pool";
import { conditional, Fn, type Precondition, TerraformIterator, Token } from "cdktf";
import { Construct } from "constructs";
import type { WebApp } from "../../web-app";
import type { ServerCount } from "../../public-web-tier";
import { AutoScaling } from "./auto-scaling";
import { NetworkSecurityGroup, type TieredNetwork } from "../network";
import { isGiven, physicalName } from "../account";
import type { LoadBalancer } from "./load-balancer";
import { ReplacementTrigger } from "./replacement-trigger";
import { isLookedUp, OracleLinux, type OracleLinuxVersion } from "./oracle-linux";
import type { Scaling } from "./scaling";
import {
  type BootProps,
  bootVolumeOf,
  secureBootRules,
  serverLaunch,
  sizeChosenShape,
} from "./server-launch";
import { HealthGate } from "./health-gate";
import type { Shape } from "./shape";

/** Properties of {@link ServerPool}. */
export interface ServerPoolProps {
  /** Network whose web tier holds the servers. */
  readonly network: TieredNetwork;
  /** Load balancer that sends them visitors. */
  readonly loadBalancer: LoadBalancer;
  /** The web app that the servers run. */
  readonly app: WebApp;
  /** Minimum and maximum number of servers; a later change of the pool's size by autoscaling or a person stays. */
  readonly servers: ServerCount;
  /** Rules by which the number follows the load. */
  readonly scaling: Scaling;
  /** Preconditions of the pool, checked by every plan. */
  readonly preconditions: readonly Precondition[];
  /** Release of Oracle Linux that they run. */
  readonly oracleLinux: OracleLinuxVersion;
  /** The shape of each server. */
  readonly shape: Shape;
  /**
   * OCID of the image that they boot from; a token may turn out to be empty.
   *
   * @default - the newest Oracle Linux
   */
  readonly imageId?: string;
  /**
   * The only availability domain that they stand in; a token may turn out to be empty.
   *
   * @default - all that the region has
   */
  readonly availabilityDomain?: string;
  /**
   * Whether it starts signed software alone; refused for Arm processors.
   *
   * @default false
   */
  readonly secureBoot?: boolean;
  /**
   * OCID of a key of your own that encrypts the boot volume.
   *
   * @default - a key that Oracle looks after
   */
  readonly encryptionKeyId?: string | undefined;
}

/** Every availability domain has these three; a pool spreads its servers over those that it is given. */
const faultDomains = ["FAULT-DOMAIN-1", "FAULT-DOMAIN-2", "FAULT-DOMAIN-3"];

/**
 * An instance pool of Oracle Linux servers over all availability domains.
 *
 * When anything about the servers changes, Terraform makes a new pool beside the old one, waits until its servers are
 * healthy, and only then removes the old one. Both stand behind the load balancer meanwhile.
 */
export class ServerPool extends Construct {
  /** The security group of each server. */
  readonly securityGroup: NetworkSecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ServerPoolProps,
  ) {
    super(scope, id);
    const { network, loadBalancer, app } = props;
    this.securityGroup = new NetworkSecurityGroup(this, "firewall", { network });
    loadBalancer.securityGroup.allowTo(this.securityGroup, app.port, "visits and health checks");
    network.allowEgress(this.securityGroup);
    network.allowShell(this.securityGroup);
  }

  /** Starts the servers. */
  boot({ script, after, notice }: BootProps): CoreInstancePool {
    const { network, loadBalancer, app, servers, scaling, preconditions } = this.props;
    const configuration = this.createConfiguration(script);
    const domains = TerraformIterator.fromList(this.availabilityDomains());
    const { choice } = scaling;
    const size = (choice.kind === "cpu" ? choice.initial : undefined) ?? servers.min;
    const autoScaling = new AutoScaling(this, "scaling", { servers, scaling });
    const pool = new CoreInstancePool(this, "pool", {
      compartmentId: network.compartmentId,
      displayName: physicalName(this),
      instanceConfigurationId: configuration.id,
      size,
      placementConfigurations: domains.dynamic({
        availability_domain: Token.asString(domains.value),
        fault_domains: faultDomains,
        primary_vnic_subnets: { subnet_id: network.subnetIdOf("web") },
      }),
      loadBalancers: [
        {
          loadBalancerId: loadBalancer.balancer.id,
          backendSetName: loadBalancer.backendSet.name,
          port: app.port,
          vnicSelection: "PrimaryVnic",
        },
      ],
      lifecycle: {
        createBeforeDestroy: true,
        ignoreChanges: ["size"],
        ...(preconditions.length > 0 && { precondition: [...preconditions] }),
        // A pool starts new servers from its new configuration and leaves running ones as they are.
        replaceTriggeredBy: [
          `${configuration.terraformResourceType}.${configuration.friendlyUniqueId}.id`,
          ...autoScaling.triggers,
        ],
      },
      dependsOn: [...after],
    });
    new HealthGate(this, "settled", { pool, loadBalancer, notice, after: autoScaling.of(pool) });
    return pool;
  }

  private availabilityDomains(): string[] {
    const { network, availabilityDomain = "" } = this.props;
    const all: unknown = Fn.lookupNested(network.availabilityDomains.availabilityDomains, ["*", "name"]);
    if (availabilityDomain === "") return Token.asList(all);
    return Token.asList(conditional(isGiven(availabilityDomain), [availabilityDomain], Token.asList(all)));
  }

  private createConfiguration(script: string): CoreInstanceConfiguration {
    const { network, shape, oracleLinux, imageId: ownImageId = "", secureBoot = false } = this.props;
    const hasBastion = network.bastion !== undefined;
    const { compartmentId, region } = network;
    const { imageId } = new OracleLinux(this, "image", {
      compartmentId,
      region,
      shape,
      version: oracleLinux,
      imageId: ownImageId,
    });
    const { trigger } = new ReplacementTrigger(this, "made-from", {
      shape,
      imageId: ownImageId,
      network,
      availabilityDomain: this.props.availabilityDomain ?? "",
      encryptionKeyId: this.props.encryptionKeyId,
    });
    const configuration = new CoreInstanceConfiguration(this, "configuration", {
      compartmentId,
      displayName: physicalName(this),
      instanceDetails: {
        instanceType: "compute",
        launchDetails: {
          ...serverLaunch(this, { shape, hasBastion, secureBoot }, script),
          compartmentId,
          displayName: physicalName(this),
          sourceDetails: { ...bootVolumeOf(this.props.encryptionKeyId), imageId },
          createVnicDetails: { assignPublicIp: false, nsgIds: [this.securityGroup.group.id] },
        },
      },
      lifecycle: {
        // A configuration cannot be deleted while a pool uses it.
        createBeforeDestroy: true,
        replaceTriggeredBy: [trigger],
        ...secureBootRules(shape, secureBoot),
        // Oracle's monthly image is no reason to replace servers that run; an image of one's own is.
        ...(isLookedUp(ownImageId) && {
          ignoreChanges: ["instance_details[0].launch_details[0].source_details[0].image_id"],
        }),
      },
    });
    sizeChosenShape(configuration, "instance_details.launch_details.", shape);
    return configuration;
  }
}
