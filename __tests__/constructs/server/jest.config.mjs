import { join } from "node:path";
import config from "../../../jest.config.mjs";
import { posixOnly } from "../../support/posix-only.mjs";

const [infrastructure] = config.projects;
const rootDir = join(import.meta.dirname, "../../..");

// What is written onto a server, run on one: each boots a machine or installs packages, one at a time.
export default {
  ...config,
  rootDir,
  maxWorkers: 1,
  projects: [
    {
      ...infrastructure,
      rootDir,
      displayName: "server",
      testMatch: [
        "<rootDir>/__tests__/{constructs/kubernetes,constructs/server,rehearsal/balancers}/**/*.run.test.ts",
      ],
      testPathIgnorePatterns: ["/node_modules/", ...posixOnly],
    },
  ],
};
