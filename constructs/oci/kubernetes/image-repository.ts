import { ArtifactsContainerRepository } from "@cdktf/provider-oci/lib/artifacts-container-repository";
import { TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { type Place, realmDomain, tenancyWideName } from "../account";

/** Properties of {@link ImageRepository}. */
export interface ImageRepositoryProps {
  /** Compartment and region that hold it. */
  readonly place: Place;
  /** Whether the plan refuses to destroy it. */
  readonly deletionProtected: boolean;
}

/** A private repository of OCI Registry: a tag means the same image for ever. */
export class ImageRepository extends Construct {
  /** Address of its images without tag or digest, such as `ocir.us-ashburn-1.oci.oraclecloud.com/namespace/counter`. */
  readonly url: string;

  constructor(scope: Construct, id: string, { place, deletionProtected }: ImageRepositoryProps) {
    super(scope, id);
    const { compartmentId, region, tenancyId } = place;
    const { namespace, displayName } = new ArtifactsContainerRepository(this, "repository", {
      compartmentId,
      displayName: tenancyWideName(scope, compartmentId),
      isImmutable: true,
      isPublic: false,
      ...(deletionProtected && { lifecycle: { preventDestroy: true } }),
    });
    const url = `ocir.${region}.oci.${realmDomain(tenancyId)}/${namespace}/${displayName}`;
    // A value of its own keeps manifests legible, and their text free of functions.
    this.url = new TerraformLocal(this, "url", url).asString;
  }
}
