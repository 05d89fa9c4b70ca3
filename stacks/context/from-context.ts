import type { App } from "cdktf";
import { awsOptions } from "../aws/options";
import { AwsStack } from "../aws-stack";
import type { Context } from "./context";
import { awsKeys, inKeysOf, ociKeys } from "./keys";
import { ociOptions } from "../oci/options";
import { OciStack } from "../oci-stack";
import { profileOf } from "./profiles";

/**
 * Adds the AWS stack that the context describes.
 *
 * @throws {RangeError} for what the context must not say, by the key that says it
 */
export function awsStackFrom(app: App): AwsStack {
  const context = app.node.getAllContext() as Context;
  const profile = profileOf(context);
  return inKeysOf(awsKeys(context), () => {
    const options = awsOptions(app.node);
    return new AwsStack(app, "aws-stack", { region: context.awsRegion as string, profile, ...options });
  });
}

/**
 * Adds the OCI stack that the context describes.
 *
 * @throws {RangeError} for what the context must not say, by the key that says it
 */
export function ociStackFrom(app: App): OciStack {
  const profile = profileOf(app.node.getAllContext() as Context);
  return inKeysOf(ociKeys, () => new OciStack(app, "oci-stack", { profile, options: ociOptions(app.node) }));
}
