import { context } from "./cdktf.json";
import { appWith, withoutTrace } from "./stacks/context/app";
import { cloudsIn, requireKnownKeys } from "./stacks/context/options";
import type { Context } from "./stacks/context/context";
import { awsStackFrom, ociStackFrom } from "./stacks/context/from-context";

// The CLI hands over this very context, and nothing else: it takes no `--context`, and writes over CDKTF_CONTEXT_JSON.
// `npm run synth` has no CLI; there the variable wins.
withoutTrace(() => {
  const app = appWith(context);
  const given = app.node.getAllContext() as Context;
  requireKnownKeys(given);
  const clouds = cloudsIn(given);

  if (clouds.includes("aws")) awsStackFrom(app);
  if (clouds.includes("oci")) ociStackFrom(app);

  app.synth();
});
