import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { changesFile, changesPage } from "../docs/generate/changes";
import { awsOptionNames } from "../stacks/aws/options";
import { ociInputs } from "../stacks/oci/inputs";
import { ociOptionNames } from "../stacks/oci/options";
import { profiles } from "../stacks/context/profiles";
import { awsChanges } from "./clouds/changes/aws";
import { ociChanges } from "./clouds/changes/oci";

const common = ["profile", "clouds", "noAlarmEmailBecause"];

describe("the page on changes", () => {
  test("says what each change does; `npm run docs` makes it so", () => {
    const page = readFileSync(changesFile, "utf8");
    expect(changesPage(page)).toBe(page);
  });

  test.each([...common, ...awsOptionNames])("has a row for %s on AWS", (option) => {
    expect(awsChanges.map((change) => change.option)).toContain(option);
  });

  test.each([...common, ...ociOptionNames, ...Object.keys(ociInputs({ profile: profiles.production }))])(
    "has a row for %s on OCI",
    (option) => {
      expect(ociChanges.map((change) => change.option)).toContain(option);
    },
  );
});
