import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { firstBootStep } from "../../../../constructs/aws/web/first-boot";
import { temporaryFolder } from "../../../../webapp/test/support/database";
import { testApp } from "../../../support/app";

test("a server on AWS is asked for health once in its life: a later boot, or a second run of the script, ends it by no means", () => {
  const folder = temporaryFolder();
  const step = firstBootStep(testApp).replaceAll("/var/lib", folder.path);
  const run = () =>
    execFileSync("bash", ["-c", `systemd-run() { echo asked; }\n${step}`], { encoding: "utf8" });
  expect(run()).toBe("asked\n");
  expect(run()).toBe("");
  folder.remove();
});
