import { CoreInstance } from "@cdktf/provider-oci/lib/core-instance";
import { CoreVolumeBackupPolicyAssignment } from "@cdktf/provider-oci/lib/core-volume-backup-policy-assignment";
import { DataOciCoreVolumeBackupPolicies } from "@cdktf/provider-oci/lib/data-oci-core-volume-backup-policies";
import { conditional, Token } from "cdktf";
import { Construct } from "constructs";
import type { Ingress } from "../../shared";
import type { WebApp } from "../../web-app";
import { NetworkSecurityGroup, type TieredNetwork } from "../network";
import { isGiven, physicalName } from "../account";
import { ReplacementTrigger } from "./replacement-trigger";
import { isLookedUp, OracleLinux, type OracleLinuxVersion } from "./oracle-linux";
import {
  type BootProps,
  bootVolumeOf,
  secureBootRules,
  serverLaunch,
  sizeChosenShape,
} from "./server-launch";
import type { Shape } from "./shape";

/** Backup policy of a boot volume: gold and silver back up daily or weekly and keep long, bronze monthly. */
export type BackupPolicy = "gold" | "silver" | "bronze" | "none";

/** Properties of {@link PublicServer}. */
export interface PublicServerProps {
  /** Network whose public tier holds the server. */
  readonly network: TieredNetwork;
  /** The web app that the server runs. */
  readonly app: WebApp;
  /** The shape of the server. */
  readonly shape: Shape;
  /** Release of Oracle Linux that it runs. */
  readonly oracleLinux: OracleLinuxVersion;
  /** Oracle's policy by which its boot volume is backed up, or none. */
  readonly bootVolumeBackups: BackupPolicy;
  /**
   * OCID of the image that it boots from; a token may turn out to be empty.
   *
   * @default - the newest Oracle Linux
   */
  readonly imageId?: string;
  /**
   * Availability domain that it stands in; a token may turn out to be empty.
   *
   * @default - the region's first
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

/** One Oracle Linux server with a public address, open to the internet on the app's port and no other. */
export class PublicServer extends Construct {
  /** The security group of the server. */
  readonly securityGroup: NetworkSecurityGroup;
  /**
   * The ingress as the app must know it: visitors connect to the server itself, and no balancer's idle time must be outlasted, so
   * idle connections close soon.
   */
  readonly ingress: Ingress = { keepAliveSeconds: 20 };

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PublicServerProps,
  ) {
    super(scope, id);
    const { network, app } = props;
    this.securityGroup = new NetworkSecurityGroup(this, "firewall", { network });
    this.securityGroup.allowFromInternet(app.port, "visitors");
    // The public subnet has no service gateway: Oracle's services are reached by their public addresses.
    this.securityGroup.allowToInternet(443, "packages, artifact and secrets from Oracle services");
  }

  /** Starts the server. */
  boot({ script, after }: BootProps): CoreInstance {
    const { network, shape, oracleLinux, imageId: ownImageId = "", secureBoot = false } = this.props;
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
    const instance = new CoreInstance(this, "instance", {
      ...serverLaunch(this, { shape, hasBastion: false, secureBoot }, script),
      compartmentId,
      displayName: physicalName(this),
      availabilityDomain: this.availabilityDomain(),
      sourceDetails: { ...bootVolumeOf(this.props.encryptionKeyId), sourceId: imageId },
      createVnicDetails: {
        subnetId: network.subnetIdOf("public"),
        assignPublicIp: "true",
        nsgIds: [this.securityGroup.group.id],
      },
      lifecycle: {
        replaceTriggeredBy: [trigger],
        ...secureBootRules(shape, secureBoot),
        // Oracle's monthly image is no reason to replace the server that runs; an image of one's own is.
        ...(isLookedUp(ownImageId) && { ignoreChanges: ["source_details[0].source_id"] }),
      },
      dependsOn: [...after],
    });
    sizeChosenShape(instance, "", shape);
    this.backUp(instance);
    return instance;
  }

  private backUp({ bootVolumeId }: CoreInstance): void {
    const { bootVolumeBackups: policy } = this.props;
    if (policy === "none") return;
    const { volumeBackupPolicies } = new DataOciCoreVolumeBackupPolicies(this, "backup-policies", {
      filter: [{ name: "display_name", values: [policy] }],
    });
    new CoreVolumeBackupPolicyAssignment(this, "backups", {
      assetId: bootVolumeId,
      policyId: volumeBackupPolicies.get(0).id,
    });
  }

  private availabilityDomain(): string {
    const { network, availabilityDomain = "" } = this.props;
    const first = network.availabilityDomains.availabilityDomains.get(0).name;
    if (availabilityDomain === "") return first;
    return Token.asString(conditional(isGiven(availabilityDomain), availabilityDomain, first));
  }
}
