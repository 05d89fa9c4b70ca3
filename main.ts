import { context } from "./cdktf.json";
import environments from "./environments.json";
import { appWith, withoutTrace } from "./stacks/context/app";
import { forgetOtherEnvironments } from "./stacks/context/backends";
import { placeOf } from "./stacks/context/environments";
import { cloudsIn, requireKnownKeys } from "./stacks/context/options";
import type { Context } from "./stacks/context/context";
import { awsStackFrom, ociStackFrom } from "./stacks/context/from-context";

// The CLI hands over this very context, and nothing else: it takes no `--context`, and writes over CDKTF_CONTEXT_JSON.
// `npm run synth` has no CLI; there the variable wins. What an environment says wins over both.
withoutTrace(() => {
  const app = appWith(context);
  const place = placeOf(app, environments);
  const given = place.node.getAllContext() as Context;
  requireKnownKeys(given);
  const clouds = cloudsIn(given);

  if (clouds.includes("aws")) awsStackFrom(place);
  if (clouds.includes("oci")) ociStackFrom(place);

  forgetOtherEnvironments(app);
  app.synth();
});
