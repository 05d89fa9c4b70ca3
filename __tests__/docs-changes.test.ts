import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { changesFile, changesPage } from "../docs/generate/changes";
import { awsOptionNames } from "../stacks/aws-options";
import { awsChanges } from "./clouds/changes/aws";

const common = ["profile", "clouds", "noAlarmEmailBecause"];

describe("the page on changes", () => {
  test("says what each change does; `npm run docs` makes it so", () => {
    const page = readFileSync(changesFile, "utf8");
    expect(changesPage(page)).toBe(page);
  });

  test.each([...common, ...awsOptionNames])("has a row for %s on AWS", (option) => {
    expect(awsChanges.map((change) => change.option)).toContain(option);
  });
});
