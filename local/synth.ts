import { build } from "./build";

/** `npm run synth`: builds what is not up to date, and synthesizes, in one process. */
build().then(
  // Not before: the stacks read what was built.
  () => import("../main"),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
