import { DataOciCoreImages } from "@cdktf/provider-oci/lib/data-oci-core-images";
import { Construct } from "constructs";
import type { NodeRuntime } from "../boot-script";
import type { Shape } from "./shape";

/** What the choice of an image must be told. */
export interface OracleLinuxProps {
  /** Compartment whose images are asked for; Oracle's own are in every one. */
  readonly compartmentId: string;
  /** Machine that the image must run on. */
  readonly shape: Shape;
}

const version = "9";

/**
 * The newest Oracle Linux 9 that Oracle offers for a shape.
 *
 * Oracle's article names Oracle Linux 7.7. That release has glibc 2.17 and every Node that still gets fixes needs 2.28,
 * so none of them starts there: https://github.com/nodejs/node/issues/46412.
 */
export class OracleLinux extends Construct {
  /** How Oracle Linux 9 comes to have Node. */
  static readonly runtime: NodeRuntime = {
    install: "dnf -y module enable nodejs:24 && dnf -y install nodejs",
    binary: "/usr/bin/node",
  };

  /** OCID of the image, known at deploy time. */
  readonly imageId: string;

  constructor(scope: Construct, id: string, { compartmentId, shape }: OracleLinuxProps) {
    super(scope, id);
    const images = new DataOciCoreImages(this, "images", {
      compartmentId,
      operatingSystem: "Oracle Linux",
      operatingSystemVersion: version,
      shape: shape.name,
      state: "AVAILABLE",
      sortBy: "TIMECREATED",
      sortOrder: "DESC",
      filter: [{ name: "display_name", values: [imageNames(shape)], regex: true }],
    });
    this.imageId = images.images.get(0).id;
  }
}

// The lookup by shape alone may answer with `…-Gen2-GPU-…` or `…-Minimal-…`:
// https://github.com/oracle/terraform-provider-oci/issues/345. A plain image has only a date there.
function imageNames({ isArm }: Shape): string {
  return `^Oracle-Linux-${version}[.][0-9]+-${isArm ? "aarch64-" : ""}[0-9]+[.][0-9]+[.][0-9]+-[0-9]+$`;
}
