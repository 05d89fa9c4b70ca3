import { DataOciObjectstorageNamespace } from "@cdktf/provider-oci/lib/data-oci-objectstorage-namespace";
import { ObjectstorageBucket } from "@cdktf/provider-oci/lib/objectstorage-bucket";
import { ObjectstorageObject } from "@cdktf/provider-oci/lib/objectstorage-object";
import { ObjectstoragePreauthrequest } from "@cdktf/provider-oci/lib/objectstorage-preauthrequest";
import { AssetType, Fn, TerraformAsset, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { ArtifactSource } from "../../server";
import type { Artifact } from "../../web-app";
import { realmDomain, tenancyWideName } from "../account";
import { Revision } from "./revision";
import type { TieredNetwork } from "../network";

/** Properties of {@link ArtifactBucket}. */
export interface ArtifactBucketProps {
  /** The artifact that the bucket holds. */
  readonly artifact: Artifact;
  /** Network whose servers download it. */
  readonly network: TieredNetwork;
  /**
   * OCID of a key of your own that encrypts the bucket.
   *
   * @default - a key that Oracle looks after
   */
  readonly encryptionKeyId?: string | undefined;
}

/**
 * A private Object Storage bucket that holds one artifact for servers to download.
 *
 * They do so by a pre-authenticated request: a link that reads this one object, lists nothing and writes nothing. Who
 * holds the link can read the application's code, which is public and has no secret in it; in return a bare server
 * needs neither a client for Oracle's signatures nor a policy, and starts where nobody may create one.
 */
export class ArtifactBucket extends Construct {
  /** The download of the artifact to a server. */
  readonly source: ArtifactSource;
  /** Address that answers with the artifact and asks for no signature. */
  readonly url: string;

  constructor(scope: Construct, id: string, { artifact, network, encryptionKeyId }: ArtifactBucketProps) {
    super(scope, id);
    const { compartmentId, region, tenancyId } = network;
    const { namespace } = new DataOciObjectstorageNamespace(this, "namespace", { compartmentId });
    const bucket = new ObjectstorageBucket(this, "bucket", {
      compartmentId,
      namespace,
      name: tenancyWideName(this, compartmentId),
      accessType: "NoPublicAccess",
      // Who deletes an artifact by hand leaves its bytes.
      versioning: "Enabled",
      // Versions that come to a bucket later keep what its former artifact was, and no bucket goes that holds any.
      lifecycle: { ignoreChanges: ["versioning"] },
      ...(encryptionKeyId !== undefined && { kmsKeyId: encryptionKeyId }),
    });
    const asset = new TerraformAsset(this, "asset", {
      path: artifact.path,
      type: AssetType.FILE,
      assetHash: artifact.sha256,
    });
    const revision = new Revision(this, "revision", { digest: artifact.sha256 });
    const object = new ObjectstorageObject(this, "object", {
      namespace,
      bucket: bucket.name,
      object: `${artifact.sha256}-${revision.suffix}.tar.gz`,
      source: asset.path,
      contentType: "application/gzip",
      // Otherwise its versions would outlive it, and no bucket goes that holds any.
      deleteAllObjectVersions: true,
      // The provider renames an object whose name alone changes; other metadata make it anew.
      metadata: { revision: revision.id },
      lifecycle: {
        // Servers of the old instance configuration may still boot while the new ones start.
        createBeforeDestroy: true,
        // The provider compares path and time of the file, which every synthesis writes anew:
        // https://github.com/oracle/terraform-provider-oci/blob/v8.28.0/internal/tfresource/crud_helpers.go#L1623
        ignoreChanges: ["source"],
      },
    });
    const link = new ObjectstoragePreauthrequest(this, "link", {
      namespace,
      bucket: bucket.name,
      name: `read-${artifact.sha256}-${revision.suffix}`,
      accessType: "ObjectRead",
      objectName: object.object,
      // Ten years: a server that the pool adds one day must still find its artifact.
      timeExpires: Fn.timeadd(Fn.timestamp(), "87600h"),
      lifecycle: { createBeforeDestroy: true, ignoreChanges: ["time_expires"] },
    });
    // A value of its own keeps the boot script legible.
    const host = new TerraformLocal(this, "host", `objectstorage.${region}.${realmDomain(tenancyId)}`)
      .asString;
    this.url = `https://${host}${link.accessUri}`;
    this.source = {
      host,
      download: `curl --fail --silent --show-error --location --output "$archive" '${this.url}'`,
    };
  }
}
