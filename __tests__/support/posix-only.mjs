/**
 * Files whose tests send signals to processes, list them or run shell scripts: Windows has none of the three, so they are
 * left out there, and the summary says so.
 */
export const posixOnly =
  process.platform === "win32"
    ? [
        "__tests__/commands/",
        "providers/oci/test/build.test.ts",
        "webapp/test/artifact.test.ts",
        "webapp/test/build.test.ts",
        "webapp/test/bundled-clouds.test.ts",
        "webapp/test/credentials/aws-iam.test.ts",
        "webapp/test/faults/",
        "webapp/test/http/fuzz.test.ts",
        "webapp/test/local/guarded.test.ts",
        "webapp/test/local/start.test.ts",
        "webapp/test/store/oracledb-artifact.test.ts",
        "webapp/test/telemetry/metrics.test.ts",
        "webapp/test/processes.test.ts",
      ]
    : [];
