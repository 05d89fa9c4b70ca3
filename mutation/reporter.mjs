import { writeFileSync } from "node:fs";

/** Writes to the file `MUTATION_REPORT` which test failed first, or how many passed. */
export default class Reporter {
  #passed = 0;
  #failed;

  onTestResult(_, { testFilePath, testResults, numPassingTests }) {
    this.#passed += numPassingTests;
    if (this.#failed !== undefined) return;
    const test = testResults.find(({ status }) => status === "failed");
    // A file that does not load has no tests.
    const isBroken = testResults.length === 0 && arguments[1].testExecError;
    if (test || isBroken) this.#failed = { file: testFilePath, test: test?.fullName ?? "does not load" };
  }

  onRunComplete() {
    writeFileSync(
      process.env.MUTATION_REPORT,
      JSON.stringify({ passed: this.#passed, failed: this.#failed }),
    );
  }
}
