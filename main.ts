import { context } from "./cdktf.json";
import { appWith } from "./stacks/context/app";
import { cloudsIn, requireKnownKeys } from "./stacks/context/options";
import type { Context } from "./stacks/context/context";
import { awsStackFrom, ociStackFrom } from "./stacks/context/from-context";

// The CLI hands over this very context, and nothing else: it takes no `--context`, and writes over CDKTF_CONTEXT_JSON.
// `npm run synth` has no CLI; there the variable wins.
try {
  const app = appWith(context);
  const given = app.node.getAllContext() as Context;
  requireKnownKeys(given);
  const clouds = cloudsIn(given);

  if (clouds.includes("aws")) awsStackFrom(app);
  if (clouds.includes("oci")) ociStackFrom(app);

  app.synth();
} catch (error) {
  // What the context must not say is a sentence for whoever wrote it, to whom our lines of code tell nothing.
  if (!(error instanceof RangeError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
