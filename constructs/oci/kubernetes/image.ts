import type { Construct } from "constructs";
import { requireThat } from "../../shared";

/** Rule for the image of the app, worded to follow "must". */
export const imageRule =
  "be an image by its digest, such as ocir.us-ashburn-1.oci.oraclecloud.com/namespace/counter@sha256: and 64 hexadecimal digits";

/**
 * Refuses an image that a tag names: the tag may be another image tomorrow.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkImage(scope: Construct, image: string): void {
  requireThat(scope, "image", image, imageRule, (reference) =>
    /^[a-z0-9][^\s@]*\/[^\s@]+@sha256:[0-9a-f]{64}$/.test(reference),
  );
}
