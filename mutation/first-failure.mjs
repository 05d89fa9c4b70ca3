import { TestEnvironment } from "jest-environment-node";

/** An environment of jest that skips the tests of a file after the first that fails. */
export default class FirstFailure extends TestEnvironment {
  #failed = false;

  handleTestEvent({ name, test }) {
    if (name === "test_fn_failure" || name === "hook_failure") this.#failed = true;
    if (name === "test_start" && this.#failed) test.mode = "skip";
  }
}
