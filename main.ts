import { App } from "cdktf";
import { context } from "./cdktf.json";
import { awsOptions } from "./stacks/aws-options";
import { AwsStack } from "./stacks/aws-stack";
import { cloudsIn, requireKnownKeys } from "./stacks/clouds";
import type { Context } from "./stacks/context";
import { ociOptions } from "./stacks/oci-options";
import { OciStack } from "./stacks/oci-stack";
import { profileNamed } from "./stacks/profiles";

// The CLI hands over this very context, and nothing else: it takes no `--context`, and writes over CDKTF_CONTEXT_JSON.
// `npm run synth` has no CLI; there the variable wins.
const app = new App({ context });
const given = app.node.getAllContext() as Context;
requireKnownKeys(given);
const profile = profileNamed(given.profile);
const clouds = cloudsIn(given);

if (clouds.includes("aws"))
  new AwsStack(app, "aws-stack", { region: given.awsRegion as string, profile, ...awsOptions(app.node) });
if (clouds.includes("oci")) new OciStack(app, "oci-stack", { profile, options: ociOptions(app.node) });

app.synth();
