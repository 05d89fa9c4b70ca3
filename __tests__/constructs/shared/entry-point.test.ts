import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "@jest/globals";
import { checkEntryPoint } from "../../../constructs/shared";
import { Artifact } from "../../../constructs/web-app";
import { counterApp } from "../../../stacks/counter-app";
import { awsTestStack } from "../../support/synth";

test("an artifact is unpacked once, however many web tiers run it", () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), "counterpart-artifact-")), "app.tar.gz");
  writeFileSync(file, readFileSync(counterApp.artifact.path));
  const app = { ...counterApp, artifact: Artifact.fromFile(file) };
  checkEntryPoint(awsTestStack(), app);
  rmSync(file);
  expect(() => checkEntryPoint(awsTestStack(), app)).not.toThrow();
  expect(() => checkEntryPoint(awsTestStack(), { ...app, entryPoint: "other.mjs" })).toThrow(/other\.mjs/);
});
