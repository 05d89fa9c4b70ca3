import { join } from "node:path";
import config from "../__tests__/support/jest.quick.mjs";

/** `npm run mutate`: the tests of `npm test`, those nearest to the mutant first, until one fails. */
export default {
  ...config,
  bail: 1,
  reporters: [join(import.meta.dirname, "reporter.mjs")],
  testSequencer: join(import.meta.dirname, "nearest-first.mjs"),
};
