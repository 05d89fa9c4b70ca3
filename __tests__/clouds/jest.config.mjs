import { join } from "node:path";
import config from "../../jest.config.mjs";

const [infrastructure] = config.projects;
const rootDir = join(import.meta.dirname, "../..");

// Providers wait far more than they compute, so files run beside each other on whatever there is.
export default {
  ...config,
  rootDir,
  maxWorkers: 4,
  projects: [
    {
      ...infrastructure,
      rootDir,
      displayName: "clouds",
      testMatch: ["<rootDir>/__tests__/clouds/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/"],
    },
  ],
};
