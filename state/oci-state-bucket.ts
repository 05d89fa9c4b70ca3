import { ObjectstorageBucket } from "@cdktf/provider-oci/lib/objectstorage-bucket";
import { OciProvider } from "@cdktf/provider-oci/lib/provider";
import { TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { StateBucket } from "../stacks/oci/state";

/** Properties of {@link OciStateBucket}. */
export interface OciStateBucketProps extends StateBucket {
  /** OCID of the compartment that it belongs to. */
  readonly compartmentId: string;
}

/** A bucket of Object Storage for Terraform's states: private, with every version of a state, and refused to be destroyed. */
export class OciStateBucket extends TerraformStack {
  constructor(
    scope: Construct,
    id: string,
    { namespace, bucket: name, region, compartmentId }: OciStateBucketProps,
  ) {
    super(scope, id);
    new OciProvider(this, "oci", { region });
    const bucket = new ObjectstorageBucket(this, "states", {
      compartmentId,
      namespace,
      name,
      accessType: "NoPublicAccess",
      versioning: "Enabled",
      freeformTags: { application: "counterpart", stack: id },
      lifecycle: { preventDestroy: true },
    });
    new TerraformOutput(this, "bucket", { value: bucket.name, description: "Bucket of Terraform's states" });
  }
}
