import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { OciStack } from "../../../stacks/oci-stack";
import { type Profile, profiles } from "../../../stacks/context/profiles";
import { synth } from "../../support/synth";

/** Types of resources that the plan refuses to destroy. */
function protectedTypes(profile: Profile): string[] {
  const { resource } = synth(new OciStack(Testing.app(), "oci-stack", { profile }));
  return Object.entries(resource)
    .flatMap(([type, byName]) =>
      Object.values(byName)
        .filter(({ count }) => count !== 0)
        .map(({ lifecycle }) => [type, lifecycle] as const),
    )
    .filter(([, lifecycle]) => (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy)
    .map(([type]) => type)
    .sort();
}

describe("what cannot be made again on OCI", () => {
  test("is refused to be destroyed in production's plan, so that nothing else is gone by then", () => {
    expect(protectedTypes(profiles.production)).toEqual([
      "oci_database_autonomous_database",
      "oci_kms_key",
      "oci_kms_vault",
      "oci_logging_log_group",
      // remembers that the stack is production
      "terraform_data",
    ]);
  });

  test("goes with one destroy in the lab", () => {
    expect(protectedTypes(profiles.lab)).toEqual([]);
  });
});
