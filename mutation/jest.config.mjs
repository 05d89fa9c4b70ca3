import { join } from "node:path";
import config from "../__tests__/support/jest.quick.mjs";

const testEnvironment = join(import.meta.dirname, "first-failure.mjs");

/** `npm run mutate`: the tests of `npm test`, each file up to its first failure. */
export default {
  ...config,
  reporters: [],
  projects: config.projects.map((project) => ({ ...project, testEnvironment })),
};
