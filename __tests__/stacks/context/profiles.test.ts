import { describe, expect, test } from "@jest/globals";
import { profileOf } from "../../../stacks/context/options";
import { profiles } from "../../../stacks/context/profiles";

describe("profiles", () => {
  test("are found by name", () => {
    expect(profileOf({ profile: "lab" })).toEqual(profiles.lab);
    expect(profileOf({ profile: "production" })).toEqual(profiles.production);
  });

  test.each(["staging", "", undefined, "toString", 3])("fails for the name %p", (name) => {
    expect(() => profileOf({ profile: name })).toThrow(
      `\`profile\` must be one of lab, production, got ${JSON.stringify(name)}`,
    );
  });

  test("lose nothing by accident in production, and go with one destroy in the lab", () => {
    for (const tier of ["database", "web"] as const) {
      expect(profiles.production[tier].deletionProtected).toBe(true);
      expect(profiles.lab[tier].deletionProtected).toBe(false);
    }
  });
});
