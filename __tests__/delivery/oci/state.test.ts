import { describe, expect, test } from "@jest/globals";
import { stateRights, storedState } from "../../../delivery/oci/state";
import { permits } from "../../support/oci-policy";
import { statementsOf } from "./github-stack";

describe("the state in its bucket", () => {
  const onStates = (user: string) =>
    statementsOf(user)
      .filter((statement) => statement.includes("'states'"))
      .map((statement) => statement.replace(/^allow group id \S+ to /, ""));
  const key = "production/oci-stack/terraform.tfstate";

  test("is written by whoever deploys, and locked: in no other environment's, and no former version goes", () => {
    const bucket = "target.bucket.name = 'states'";
    const either = `any {target.object.name = '${key}', target.object.name = '${key}.lock'}`;
    const [read, create, overwrite, remove] = ["READ", "CREATE", "OVERWRITE", "DELETE"].map(
      (permission) => `request.permission = 'OBJECT_${permission}'`,
    );
    expect(onStates("deployer-oci-production")).toEqual([
      `inspect objects in tenancy where ${bucket}`,
      `manage objects in tenancy where all {${bucket}, ${either}, any {${read}, ${create}, ${overwrite}}}`,
      `manage objects in tenancy where all {${bucket}, target.object.name = '${key}.lock', ${remove}}`,
    ]);
  });

  test("is read by whoever plans, who locks nothing", () => {
    expect(onStates("planner")).toEqual([
      "inspect objects in tenancy where target.bucket.name = 'states'",
      ...["'production/oci-stack/terraform.tfstate'", "'staging/oci-stack/terraform.tfstate'", "/pr-*/"].map(
        (name) =>
          `read objects in tenancy where all {target.bucket.name = 'states', target.object.name = ${name}}`,
      ),
    ]);
  });

  test("is that of every pull request and of no other environment, where they deploy", () => {
    const rights = stateRights({ bucket: "states", key: "pr-*/oci-stack/terraform.tfstate" }, "write");
    const may = (permission: string, object: string) =>
      permits(rights, { permission: `OBJECT_${permission}`, bucket: "states", object });
    const state = "oci-stack/terraform.tfstate";
    for (const permission of ["READ", "CREATE", "OVERWRITE"])
      for (const object of [`pr-7/${state}`, `pr-7/${state}.lock`])
        expect(may(permission, object)).toBe(true);
    for (const other of [state, `production/${state}`, `production/${state}.lock`, `not-pr-7/${state}`])
      expect(may("OVERWRITE", other)).toBe(false);
    expect(may("DELETE", `pr-7/${state}.lock`)).toBe(true);
    for (const other of [`pr-7/${state}`, `production/${state}.lock`])
      expect(may("DELETE", other)).toBe(false);
  });

  test("is named by patterns of OCI's policy language, which knows a star at an end of a text alone", () => {
    const rights = stateRights({ bucket: "states", key: "pr-*/oci-stack/terraform.tfstate" }, "write");
    for (const right of rights) {
      for (const [, text] of right.matchAll(/'([^']*)'/g)) expect(text).not.toContain("*");
      for (const [, pattern] of right.matchAll(/ = \/(.*?)\/[,}]/g)) expect(pattern).toMatch(/^\*?[^*]+\*?$/);
    }
  });

  test("is where the stack's JSON says, and gives no rights where it is in a file", () => {
    const stateOf = (backend: object) => storedState({ terraform: { backend } } as object);
    expect(stateOf({ oci: { namespace: "axabc", bucket: "states", region: "us-ashburn-1", key } })).toEqual({
      bucket: "states",
      key,
    });
    expect(stateOf({ local: { path: "terraform.oci-stack.tfstate" } })).toBeUndefined();
    expect(stateRights(undefined, "write")).toEqual([]);
  });
});
