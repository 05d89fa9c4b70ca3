import { join } from "node:path";
import config from "../../jest.config.mjs";
import { programs } from "./programs.mjs";

const rootDir = join(import.meta.dirname, "../..");
const filesOf = ({ testMatch: [all] }) =>
  programs
    .map((file) => `<rootDir>/${file}`)
    .filter((file) => file.startsWith(all.slice(0, all.indexOf("*"))));

/** `npm run test:programs`: what starts whole programs. */
export default {
  ...config,
  rootDir,
  projects: config.projects.map((project) => ({ ...project, rootDir, testMatch: filesOf(project) })),
};
