import { join } from "node:path";
import config from "../../jest.config.mjs";
import { programs } from "./programs.mjs";

const rootDir = join(import.meta.dirname, "../..");

/** `npm test`: all but what starts whole programs. */
export default {
  ...config,
  rootDir,
  projects: config.projects.map((project) => ({
    ...project,
    rootDir,
    testPathIgnorePatterns: [...project.testPathIgnorePatterns, ...programs.map((file) => `/${file}$`)],
  })),
};
