import { CoreInstance } from "@cdktf/provider-oci/lib/core-instance";
import { conditional, Token } from "cdktf";
import { Construct } from "constructs";
import type { WebApp } from "../web-app";
import { Firewall } from "./firewall";
import { isGiven } from "./given";
import { physicalName } from "./names";
import { OracleLinux } from "./oracle-linux";
import { type BootProps, serverLaunch, sizeChosenShape } from "./server-launch";
import type { Shape } from "./shape";
import type { TieredNetwork } from "./tiered-network";

/** What a public server must be told. */
export interface PublicServerProps {
  /** Network whose public tier holds the server. */
  readonly network: TieredNetwork;
  /** What it runs. */
  readonly app: WebApp;
  /** What kind of machine it is. */
  readonly shape: Shape;
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
}

/** One Oracle Linux server with a public address, open to the internet on the app's port and no other. */
export class PublicServer extends Construct {
  /** What stands before the server. */
  readonly firewall: Firewall;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PublicServerProps,
  ) {
    super(scope, id);
    const { network, app } = props;
    this.firewall = new Firewall(this, "firewall", { network });
    this.firewall.allowFromInternet(app.port, "visitors");
    // The public subnet has no service gateway: Oracle's services are reached by their public addresses.
    this.firewall.allowToInternet(443, "packages, artifact and secrets from Oracle services");
  }

  /** Starts the server. */
  boot({ script, after }: BootProps): CoreInstance {
    const { network, shape, imageId: ownImageId = "" } = this.props;
    const { compartmentId } = network;
    const { imageId } = new OracleLinux(this, "image", { compartmentId, shape, imageId: ownImageId });
    const instance = new CoreInstance(this, "instance", {
      ...serverLaunch(this, shape, script),
      compartmentId,
      displayName: physicalName(this),
      availabilityDomain: this.availabilityDomain(),
      sourceDetails: { sourceType: "image", sourceId: imageId },
      createVnicDetails: {
        subnetId: network.subnetOf("public").id,
        assignPublicIp: "true",
        nsgIds: [this.firewall.group.id],
      },
      // Oracle's monthly image is for the next server, no reason to replace the one that runs.
      lifecycle: { ignoreChanges: ["source_details[0].source_id"] },
      dependsOn: [...after],
    });
    sizeChosenShape(instance, "", shape);
    return instance;
  }
  private availabilityDomain(): string {
    const { network, availabilityDomain = "" } = this.props;
    const first = network.availabilityDomains.availabilityDomains.get(0).name;
    if (availabilityDomain === "") return first;
    return Token.asString(conditional(isGiven(availabilityDomain), availabilityDomain, first));
  }
}
