import { afterEach, describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import environments from "../../../environments.json";
import { type Environments, placeOf } from "../../../stacks/context/environments";

const base = { profile: "lab", awsRegion: "us-east-1" };

/** Message with which an environment is refused. */
function refusalOf(all: Environments, name = ""): string {
  try {
    placeOf(Testing.app({ context: base }), all, name);
    return "";
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return (error as Error).message;
  }
}

describe("an environment", () => {
  const all = { staging: { profile: "production" }, "pr-*": { awsRegion: "eu-west-1" } };

  afterEach(() => void delete process.env.COUNTERPART_ENVIRONMENT);

  test("says what keys are for it alone, over what the context says for all", () => {
    const app = Testing.app({ context: { ...base, awsWebAcl: true } });
    expect(placeOf(app, all, "staging").node.getAllContext()).toMatchObject({
      profile: "production",
      awsRegion: "us-east-1",
      awsWebAcl: true,
    });
    expect(app.node.getAllContext()).toMatchObject(base);
  });

  test("is the app itself where none is asked for", () => {
    const app = Testing.app();
    expect(placeOf(app, all)).toBe(app);
  });

  test("is asked for by a variable", () => {
    process.env.COUNTERPART_ENVIRONMENT = "staging";
    expect(placeOf(Testing.app(), all).node.path).toBe("staging");
  });

  test("may be one of many that a pattern describes", () => {
    expect(placeOf(Testing.app(), all, "pr-7").node.path).toBe("pr-7");
    expect(placeOf(Testing.app(), all, "pr-7").node.getContext("awsRegion")).toBe("eu-west-1");
  });

  test.each(["prod", "pr-", "pr-*", "pr-07", "pr-seven", "toString", "Staging", "pr-12345678901234567890"])(
    "must be one that there is, and %s is none",
    (name) => {
      expect(refusalOf(all, name)).toBe(
        `\`COUNTERPART_ENVIRONMENT\` must be one of staging, pr-* (environments.json; a number stands for *), got ${JSON.stringify(name)}`,
      );
    },
  );
});

describe("environments.json", () => {
  test("as it comes describes environments that are in order", () => {
    expect(refusalOf(environments)).toBe("");
  });

  const wrong: readonly [all: Environments, sentence: string][] = [
    [
      { staging: { awsRegoin: "eu-west-1" } },
      "environments.json: `staging.awsRegoin` must be one of profile, clouds,",
    ],
    [
      { staging: { awsRegion: "Ireland" } },
      'environments.json: `staging.awsRegion` must be a region\'s name such as us-east-1, got "Ireland"',
    ],
    [
      { staging: { servers: { min: 1, max: "3" } } },
      'environments.json: `staging.servers.max` must be a number, got "3"',
    ],
    [
      { staging: { awsAccountId: 111122223333 } },
      "environments.json: `staging.awsAccountId` must be the number of an account, 12 digits in quotes, got 111122223333",
    ],
    [
      { Staging: {} },
      "environments.json: `Staging` must be 2 to 20 lower-case letters, digits and single hyphens",
    ],
    [{ "aws-prod": {} }, "environments.json: `aws-prod` must be 2 to 20 lower-case letters"],
    [{ "a-": {} }, "environments.json: `a-` must be 2 to 20 lower-case letters"],
    [{ "a--b": {} }, "environments.json: `a--b` must be 2 to 20 lower-case letters"],
    [{ "a-name-of-21-letters-x": {} }, "environments.json: `a-name-of-21-letters-x` must be 2 to 20"],
    [
      {
        dev: { ociInputs: { compartment_ocid: "ocid1.compartment.oc1..aaaa" } },
        staging: { ociInputs: { compartment_ocid: "ocid1.compartment.oc1..aaaa" } },
      },
      "environments.json: `staging.ociInputs.compartment_ocid` must be another compartment than that of dev,",
    ],
    [
      { "pr-*": { ociInputs: { compartment_ocid: "ocid1.compartment.oc1..aaaa" } } },
      "environments.json: `pr-*.ociInputs.compartment_ocid` must be another compartment than that of another environment",
    ],
  ];

  test.each(wrong)(
    "%j is refused by the environment's name, the key, the rule and the value",
    (all, sentence) => {
      // Whichever environment is asked for, or none: a mistake shows before somebody deploys it.
      expect(refusalOf(all)).toContain(sentence);
    },
  );
});
