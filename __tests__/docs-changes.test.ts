import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { changesFile, changesPage } from "../docs/generate/changes";
import { awsKeys } from "../stacks/aws/keys";
import { ociInputs } from "../stacks/oci/inputs";
import { ociKeys } from "../stacks/oci/keys";
import { commonKeys } from "../stacks/context/keys";
import { profiles } from "../stacks/context/profiles";
import { awsChanges } from "./clouds/changes/aws";
import { ociChanges } from "./clouds/changes/oci";

const namesOf = (keys: object) => Object.keys({ ...commonKeys, ...keys });

describe("the page on changes", () => {
  test("says what each change does; `npm run docs` makes it so", () => {
    const page = readFileSync(changesFile, "utf8");
    expect(changesPage(page)).toBe(page);
  });

  test.each(namesOf(awsKeys))("has a row for %s on AWS", (option) => {
    expect(awsChanges.map((change) => change.option)).toContain(option);
  });

  test.each([...namesOf(ociKeys), ...Object.keys(ociInputs({ profile: profiles.production }))])(
    "has a row for %s on OCI",
    (option) => {
      expect(ociChanges.map((change) => change.option)).toContain(option);
    },
  );
});
