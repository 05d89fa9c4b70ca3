import { test } from "@jest/globals";
import { has } from "../../rehearsal/machine/programs";

export { has, pathOf, succeeds } from "../../rehearsal/machine/programs";

/** A test that needs a program; without it the test is skipped and its name says why. */
export function testWith(
  program: string,
  name: string,
  body: () => void | Promise<void>,
  timeoutMs?: number,
): void {
  if (has(program)) test(name, body, timeoutMs);
  else test.skip(`${name} (needs ${program})`, body);
}
