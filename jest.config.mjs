import { availableParallelism } from "node:os";
import { posixOnly } from "./__tests__/support/posix-only.mjs";

const shared = {
  testEnvironment: "node",
  // Copies of `package.json` that `npm start` and cdktf leave behind are no modules of ours.
  modulePathIgnorePatterns: ["<rootDir>/.data/", "<rootDir>/cdktf.out/"],
  testPathIgnorePatterns: ["/node_modules/", ...posixOnly],
  transform: {
    "^.+\\.m?tsx?$": [
      "@swc/jest",
      { jsc: { target: "es2023", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
};

export default {
  // Something keeps the process alive after the last test, nobody knows what yet; a finished run must not wait for it.
  forceExit: true,
  testTimeout: 180_000,
  // Tests wait for processes of their own more than they compute; with two cores jest would take them one by one.
  maxWorkers: Math.max(2, availableParallelism() - 1),
  globalSetup: "<rootDir>/__tests__/support/temporary-folder.mjs",
  reporters: ["default", "<rootDir>/__tests__/support/summary-reporter.mjs"],
  projects: [
    {
      ...shared,
      displayName: "infrastructure",
      setupFiles: ["<rootDir>/__tests__/support/no-token-traces.ts"],
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      // They take minutes: `npm run test:clouds` and `npm run test:server`.
      testPathIgnorePatterns: [
        ...shared.testPathIgnorePatterns,
        "<rootDir>/__tests__/clouds/",
        "[.]run[.]test[.]ts$",
      ],
    },
    {
      ...shared,
      displayName: "webapp",
      testMatch: ["<rootDir>/webapp/test/**/*.test.ts"],
      // They take minutes, and the processor to themselves: `npm run test:faults`.
      testPathIgnorePatterns: [...shared.testPathIgnorePatterns, "<rootDir>/webapp/test/faults/"],
    },
    { ...shared, displayName: "preflight", testMatch: ["<rootDir>/preflight/test/**/*.test.ts"] },
    { ...shared, displayName: "provider-oci", testMatch: ["<rootDir>/providers/oci/test/**/*.test.ts"] },
  ],
};
