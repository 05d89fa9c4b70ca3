import { join } from "node:path";
import { posixOnly } from "../../../__tests__/support/posix-only.mjs";
import config from "../../../jest.config.mjs";

const webapp = config.projects.find(({ displayName }) => displayName === "webapp");
const rootDir = join(import.meta.dirname, "../../..");

export default {
  ...config,
  rootDir,
  // Times are measured here.
  maxWorkers: 1,
  projects: [
    {
      ...webapp,
      rootDir,
      displayName: "faults",
      testMatch: ["<rootDir>/webapp/test/faults/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", ...posixOnly],
    },
  ],
};
