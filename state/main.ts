/**
 * `npm run synth:state`: synthesizes the buckets that keep the states of the stacks, into `state.out`. Which buckets, `awsStateBucket`
 * and `ociStateBucket` say, of the context or of the environment.
 */
import path from "node:path";
import { App } from "cdktf";
import { context } from "../cdktf.json";
import environments from "../environments.json";
import { RefusedValue, requireValue } from "../constructs/shared";
import { awsOptions } from "../stacks/aws/options";
import { withoutTrace } from "../stacks/context/app";
import type { Context } from "../stacks/context/context";
import { type Place, placeOf } from "../stacks/context/environments";
import { cloudsIn } from "../stacks/context/options";
import { ociOptions } from "../stacks/oci/options";
import { AwsStateBucket } from "./aws-state-bucket";
import { OciStateBucket } from "./oci-state-bucket";

/** Adds a stack for the bucket of each cloud that has one named. */
export function stateBuckets(app: App, place: Place): void {
  const clouds = cloudsIn(place.node.getAllContext() as Context);
  const { stateBucket: aws, region, accountId } = awsOptions(place.node);
  const { stateBucket: oci, inputs = {} } = ociOptions(place.node);
  requireValue(
    "awsStateBucket",
    aws ?? oci,
    "be given (or `ociStateBucket`): it names the bucket",
    (bucket) => bucket !== undefined,
  );
  if (aws !== undefined && clouds.includes("aws"))
    new AwsStateBucket(app, "aws-state", {
      bucket: aws,
      region,
      ...(accountId !== undefined && { accountId }),
    });
  if (oci === undefined || !clouds.includes("oci")) return;
  const { compartment_ocid: compartmentId } = inputs;
  if (typeof compartmentId !== "string")
    throw new RefusedValue(
      "ociInputs.compartment_ocid",
      "be given: the bucket of `ociStateBucket` belongs to a compartment",
      "undefined",
    );
  new OciStateBucket(app, "oci-state", { ...oci, compartmentId });
}

if (require.main === module)
  withoutTrace(() => {
    const app = new App({ outdir: path.resolve(__dirname, "../state.out"), context });
    stateBuckets(app, placeOf(app, environments));
    app.synth();
  });
