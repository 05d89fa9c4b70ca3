import { awsKeys } from "../aws/keys";
import { awsOptions } from "../aws/options";
import { AwsStack } from "../aws-stack";
import { ociKeys } from "../oci/keys";
import { ociOptions } from "../oci/options";
import { OciStack } from "../oci-stack";
import type { Context } from "./context";
import type { Place } from "./environments";
import { whereSet } from "./declare";
import { inKeysOf } from "./in-keys-of";
import { commonKeys } from "./keys";
import { leavingProduction, profileOf } from "./options";

/**
 * Adds the AWS stack that the context of an app or environment describes.
 *
 * @throws {RangeError} for what the context must not say, by the key that says it
 */
export function awsStackFrom(place: Place): AwsStack {
  const context = place.node.getAllContext() as Context;
  const common = commonProps(context);
  return inKeysOf(
    { ...commonKeys, ...awsKeys },
    context,
    () => new AwsStack(place, "aws-stack", { ...common, ...awsOptions(place.node) }),
  );
}

/**
 * Adds the OCI stack that the context of an app or environment describes.
 *
 * @throws {RangeError} for what the context must not say, by the key that says it
 */
export function ociStackFrom(place: Place): OciStack {
  const context = place.node.getAllContext() as Context;
  const common = commonProps(context);
  return inKeysOf(
    { ...commonKeys, ...ociKeys },
    context,
    () => new OciStack(place, "oci-stack", { ...common, options: ociOptions(place.node) }),
  );
}

function commonProps(context: Context) {
  return {
    profile: profileOf(context),
    ...whereSet({ leaveProduction: leavingProduction(context) }),
  };
}
