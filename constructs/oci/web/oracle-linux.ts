import { DataOciCoreImages } from "@cdktf/provider-oci/lib/data-oci-core-images";
import { conditional, Op, type Postcondition, ref, Token } from "cdktf";
import { Construct } from "constructs";
import type { NodeRuntime } from "../../server";
import { operand, requireThat } from "../../shared";
import { isGiven, isOfRegion } from "../account";
import { isMatch, type Shape } from "./shape";

/** Releases of Oracle Linux that servers may run. */
export type OracleLinuxVersion = "8" | "9";

/** Properties of {@link OracleLinux}. */
export interface OracleLinuxProps {
  /** Compartment whose images are asked for; Oracle's own are in every one. */
  readonly compartmentId: string;
  /** Region that the image must be of. */
  readonly region: string;
  /** Machine that the image must run on. */
  readonly shape: Shape;
  /** Release of Oracle Linux. */
  readonly version: OracleLinuxVersion;
  /**
   * OCID of an image of your own, made from Oracle Linux 9; a token may turn out to be empty.
   *
   * @default - the newest that Oracle offers
   */
  readonly imageId?: string;
}

/**
 * The newest Oracle Linux 9, or 8, that Oracle offers for a shape.
 *
 * Oracle's article names Oracle Linux 7.7. That release has glibc 2.17 and every Node that still gets fixes needs 2.28,
 * so none of them starts there: https://github.com/nodejs/node/issues/46412.
 */
export class OracleLinux extends Construct {
  /** The installation of Node on a release of Oracle Linux: the newest module stream that it has. */
  static runtime(version: OracleLinuxVersion): NodeRuntime {
    const major = version === "8" ? 22 : 24;
    return {
      // An image of one's own may have another stream enabled, and an older Node installed from it.
      install: `dnf --setopt=module_stream_switch=True module enable nodejs:${major} && dnf install 'nodejs >= 1:${major}'`,
      binary: "/usr/bin/node",
    };
  }

  /** OCID of the image, known at deploy time. */
  readonly imageId: string;

  constructor(
    scope: Construct,
    id: string,
    { compartmentId, region, shape, version, imageId = "" }: OracleLinuxProps,
  ) {
    super(scope, id);
    requireThat(this, "imageId", imageId, "be the OCID of an image, such as ocid1.image.oc1..aaaa", (ocid) =>
      /^(ocid1\.image\.\S+)?$/.test(ocid),
    );
    if (!isLookedUp(imageId)) {
      this.imageId = imageId;
      return;
    }
    const images = new DataOciCoreImages(this, "images", {
      compartmentId,
      operatingSystem: "Oracle Linux",
      operatingSystemVersion: version,
      shape: shape.name,
      state: "AVAILABLE",
      sortBy: "TIMECREATED",
      sortOrder: "DESC",
      filter: [{ name: "display_name", values: [imageNames(version, shape)], regex: true }],
      lifecycle: {
        postcondition: [isFound(version, imageId)],
        ...(imageId !== "" && { precondition: isOfRegion(this, "image", imageId, region) }),
      },
    });
    const newest = images.images.get(0).id;
    this.imageId = imageId === "" ? newest : Token.asString(conditional(isGiven(imageId), imageId, newest));
  }
}

/** Otherwise Terraform would complain of an index that there is not. */
function isFound(version: OracleLinuxVersion, imageId: string): Postcondition {
  const hasOne = operand(ref("(length(self.images) >= 1)"));
  return {
    condition: imageId === "" ? hasOne : Op.or(isGiven(imageId), hasOne),
    errorMessage: `Oracle has no Oracle Linux ${version} for this shape here: choose another shape, or give an image of your own.`,
  };
}

/** Whether the image is looked up at the deployment, so that a newer one may come without a change of the stack. */
export function isLookedUp(imageId: string): boolean {
  return imageId === "" || Token.isUnresolved(imageId);
}

// The lookup by shape alone may answer with `…-Gen2-GPU-…` or `…-Minimal-…`:
// https://github.com/oracle/terraform-provider-oci/issues/345. A plain image has only a date there.
function imageNames(version: OracleLinuxVersion, shape: Shape): string {
  return `^Oracle-Linux-${version}[.][0-9]+-${architecture(shape)}[0-9]+[.][0-9]+[.][0-9]+-[0-9]+$`;
}

/**
 * Prefix of an image's name that tells its processor: `aarch64-` for Arm, nothing for x86; a token where only the deployment
 * knows.
 */
export function architecture({ name, isChosen, isArm }: Shape): string {
  if (!isChosen) return isArm ? "aarch64-" : "";
  const isArmThen = isMatch("^VM[.]Standard[.]A[0-9]", name);
  return Token.asString(conditional(isArmThen, "aarch64-", ""));
}
