import { DataOciContainerengineNodePoolOption } from "@cdktf/provider-oci/lib/data-oci-containerengine-node-pool-option";
import { conditional, Op, type Postcondition, ref, TerraformLocal, Token } from "cdktf";
import { Construct } from "constructs";
import { okeVersion } from "../../kubernetes";
import { operand, requireThat } from "../../shared";
import { isGiven, isOfRegion } from "../account";
import { architecture, isLookedUp, type OracleLinuxVersion, type Shape } from "../web";

/** Properties of {@link NodeImage}. */
export interface NodeImageProps {
  /** Compartment whose images are asked for. */
  readonly compartmentId: string;
  /** Region that the image must be of. */
  readonly region: string;
  /** Machine that the image must run on. */
  readonly shape: Shape;
  /** Release of Oracle Linux. */
  readonly version: OracleLinuxVersion;
  /** OCID of an OKE image that was chosen; empty, or a token that may turn out to be, for Oracle's newest. */
  readonly imageId: string;
}

/** The newest image that Oracle has made for nodes of OKE: Oracle Linux with this version of Kubernetes. */
export class NodeImage extends Construct {
  /** OCID of the image, known at deploy time. */
  readonly imageId: string;

  constructor(scope: Construct, id: string, props: NodeImageProps) {
    super(scope, id);
    const { compartmentId, region, shape, version, imageId } = props;
    requireThat(this, "imageId", imageId, "be the OCID of an image, such as ocid1.image.oc1..aaaa", (ocid) =>
      /^(ocid1\.image\.\S+)?$/.test(ocid),
    );
    if (!isLookedUp(imageId)) {
      this.imageId = imageId;
      return;
    }
    const names = new TerraformLocal(this, "names", imageNames(version, shape));
    const options = new DataOciContainerengineNodePoolOption(this, "options", {
      nodePoolOptionId: "all",
      compartmentId,
      lifecycle: {
        postcondition: [isFound(imageId, matching("self", names))],
        ...(imageId !== "" && { precondition: isOfRegion(this, "image", imageId, region) }),
      },
    });
    const { terraformResourceType, friendlyUniqueId } = options;
    const images = matching(`data.${terraformResourceType}.${friendlyUniqueId}`, names);
    const newest = ref(`values(${images})[length(${images}) - 1]`);
    this.imageId = Token.asString(imageId === "" ? newest : conditional(isGiven(imageId), imageId, newest));
  }
}

/** Images by date and name, in that order, as Terraform has keys of objects: 9.10 is newer than 9.9. */
function matching(options: string, { friendlyUniqueId: names }: TerraformLocal): string {
  const date = 'regex("[0-9]{4}[.][0-9]{2}[.][0-9]{2}-.*", source.source_name)';
  return `{for source in ${options}.sources : format("%s %s", ${date}, source.source_name) => source.image_id if can(regex(local.${names}, source.source_name))}`;
}

// Such as `Oracle-Linux-9.7-2026.06.15-0-OKE-1.36.1-1523`; a processor stands before the date, and so does GPU.
function imageNames(version: OracleLinuxVersion, shape: Shape): string {
  const kubernetes = okeVersion.slice(1).replaceAll(".", "[.]");
  return `^Oracle-Linux-${version}[.][0-9]+-${architecture(shape)}[0-9]+[.][0-9]+[.][0-9]+-[0-9]+-OKE-${kubernetes}-[0-9]+$`;
}

/** Otherwise Terraform would complain of an index that there is not. */
function isFound(imageId: string, images: string): Postcondition {
  const hasOne = operand(ref(`(length(${images}) >= 1)`));
  return {
    condition: imageId === "" ? hasOne : Op.or(isGiven(imageId), hasOne),
    errorMessage: `Oracle has no image of nodes for Kubernetes ${okeVersion} and this shape here: choose another shape, or give an image of OKE.`,
  };
}
