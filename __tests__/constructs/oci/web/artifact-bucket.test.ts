import { ObjectstorageBucket } from "@cdktf/provider-oci/lib/objectstorage-bucket";
import { ObjectstorageObject } from "@cdktf/provider-oci/lib/objectstorage-object";
import { ObjectstoragePreauthrequest } from "@cdktf/provider-oci/lib/objectstorage-preauthrequest";
import { describe, expect, test } from "@jest/globals";
import { testApp } from "../../../support/app";
import { theResource } from "../../../support/synth";
import { webTierWith } from "../tiers";

describe("artifact on OCI", () => {
  test("lies in a private bucket, under the name of its digest and of this upload", () => {
    const { stack } = webTierWith();
    expect(theResource(stack, ObjectstorageBucket).access_type).toBe("NoPublicAccess");
    expect(theResource(stack, ObjectstorageObject)).toMatchObject({
      object: expect.stringMatching(
        new RegExp(
          `^${testApp.artifact.sha256}-\\$\\{substr\\(terraform_data\\.[\\w-]+\\.id, 0, 8\\)\\}\\.tar\\.gz$`,
        ),
      ),
      source: expect.stringMatching(/^assets\/[\w-]+\/[0-9a-f]{64}\/demo\.tar\.gz$/),
    });
  });

  test("is not uploaded anew for the path of a file that is the same", () => {
    expect(theResource(webTierWith().stack, ObjectstorageObject).lifecycle.ignore_changes).toEqual([
      "source",
    ]);
  });

  test("has versions, which go with it", () => {
    const { stack } = webTierWith();
    expect(theResource(stack, ObjectstorageBucket)).toMatchObject({
      versioning: "Enabled",
      // A bucket that was made without them would not go any more.
      lifecycle: { ignore_changes: ["versioning"] },
    });
    expect(theResource(stack, ObjectstorageObject).delete_all_object_versions).toBe(true);
  });

  test("is encrypted by Oracle's key, or by one's own", () => {
    const keyOf = (props: object) => theResource(webTierWith(props).stack, ObjectstorageBucket).kms_key_id;
    expect(keyOf({})).toBeUndefined();
    expect(keyOf({ encryptionKeyId: "ocid1.key.oc1..mine" })).toBe("ocid1.key.oc1..mine");
  });

  test("is read by a link to this one object, which lists and writes nothing", () => {
    const { stack } = webTierWith();
    const object = theResource(stack, ObjectstorageObject);
    expect(theResource(stack, ObjectstoragePreauthrequest)).toMatchObject({
      access_type: "ObjectRead",
      object_name: `\${oci_objectstorage_object.${object.logicalId}.object}`,
      time_expires: '${timeadd(timestamp(), "87600h")}',
    });
  });

  test("keeps its link, so that a plan stays empty", () => {
    expect(theResource(webTierWith().stack, ObjectstoragePreauthrequest).lifecycle.ignore_changes).toEqual([
      "time_expires",
    ]);
  });
});
