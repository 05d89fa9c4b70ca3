import { posixOnly } from "./posix-only.mjs";

/** Tells after a run what was skipped, by name, and one plain line of counts. */
export default class SummaryReporter {
  onRunComplete(
    _contexts,
    { testResults, numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites },
  ) {
    const skipped = testResults
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === "pending");
    for (const { fullName } of skipped) process.stderr.write(`skipped: ${fullName}\n`);
    for (const file of posixOnly) process.stderr.write(`skipped: ${file} (needs Linux or macOS)\n`);
    // A file that could not run counts as a failure: its tests are in no other count.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    process.stderr.write(
      `${numPassedTests} passed, ${failed} failed, ${numPendingTests + posixOnly.length} skipped\n`,
    );
  }
}
