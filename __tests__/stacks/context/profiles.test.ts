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

  test("run two servers at least, and in production twice as many at most as in the lab", () => {
    expect(profiles.lab.web.servers).toEqual({ min: 2, max: 4 });
    expect(profiles.production.web.servers).toEqual({ min: 2, max: 8 });
  });

  test("survive the loss of a data centre in production", () => {
    expect(profiles.production).toMatchObject({ network: { redundant: true }, database: { standby: true } });
  });

  test("log every connection in production, and keep every log there for 90 days", () => {
    expect(profiles.production.network.flowLogs).toBe(true);
    for (const tier of ["network", "database", "web"] as const)
      expect(profiles.production[tier].logRetentionDays).toBe(90);
  });

  test("lose nothing by accident in production, and go with one destroy in the lab", () => {
    for (const tier of ["database", "web"] as const) {
      expect(profiles.production[tier].deletionProtected).toBe(true);
      expect(profiles.lab[tier].deletionProtected).toBe(false);
    }
  });
});
