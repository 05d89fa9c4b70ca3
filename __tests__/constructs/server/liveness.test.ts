import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { livenessProbe } from "../../../constructs/server/liveness";
import { testApp } from "../../support/app";

const name = "liveness-test";

/** What the script says within 20 seconds, which its pauses let pass at once, where each question ends with this status of curl. */
function saidWhere(status: number): string {
  const clock = "sleep() { SECONDS=$((SECONDS + 2)); [ $SECONDS -lt 20 ]; }";
  const script = `${clock}\ncurl() { return ${status}; }\n${livenessProbe({ ...testApp, name })}`;
  return execFileSync("bash", ["-c", script], { encoding: "utf8" });
}

test.each([
  ["gives no answer in time", 28],
  ["takes no connection", 7],
])("an app that %s for sixteen seconds is killed", (_, status) => {
  expect(saidWhere(status)).toMatch(/^<3>liveness-test has not answered for 1[67] seconds and is killed\n$/);
});

test.each([
  ["answers", 0],
  ["closes the connection", 52],
])("an app that %s is left alone", (_, status) => {
  expect(saidWhere(status)).toBe("");
});
