import type { App } from "cdktf";
import { awsKeys } from "../aws/keys";
import { awsOptions } from "../aws/options";
import { AwsStack } from "../aws-stack";
import { ociKeys } from "../oci/keys";
import { ociOptions } from "../oci/options";
import { OciStack } from "../oci-stack";
import type { Context } from "./context";
import { inKeysOf } from "./in-keys-of";
import { profileOf } from "./options";

/**
 * Adds the AWS stack that the context describes.
 *
 * @throws {RangeError} for what the context must not say, by the key that says it
 */
export function awsStackFrom(app: App): AwsStack {
  const context = app.node.getAllContext() as Context;
  const profile = profileOf(context);
  return inKeysOf(
    awsKeys,
    context,
    () => new AwsStack(app, "aws-stack", { profile, ...awsOptions(app.node) }),
  );
}

/**
 * Adds the OCI stack that the context describes.
 *
 * @throws {RangeError} for what the context must not say, by the key that says it
 */
export function ociStackFrom(app: App): OciStack {
  const context = app.node.getAllContext() as Context;
  const profile = profileOf(context);
  return inKeysOf(
    ociKeys,
    context,
    () => new OciStack(app, "oci-stack", { profile, options: ociOptions(app.node) }),
  );
}
