import { describe, expect, test } from "@jest/globals";
import { document } from "../../../delivery/aws/document";
import { scopeOf } from "../../../delivery/aws/environments";
import { stateStatements } from "../../../delivery/aws/state";
import { isAllowed } from "../../support/iam-simulator";

const bucket = "arn:aws:s3:::states-111122223333";
const own = "production/aws-stack/terraform.tfstate";
const others = ["staging/aws-stack/terraform.tfstate", `staging/aws-stack/terraform.tfstate.tflock`];
const inBucket = { s3: { bucket: "states-111122223333", key: own, region: "us-east-1" } };

const statements = (how: "read" | "write", backend: object = inBucket) => {
  const json: object = { terraform: { backend } };
  return stateStatements(json, scopeOf("production", "111122223333", json), how);
};
const may = (how: "read" | "write", action: string, key: string) =>
  isAllowed({ state: document(statements(how)) }, { action: `s3:${action}`, resource: `${bucket}/${key}` });

describe("the state in its bucket on AWS", () => {
  test("is read by whoever plans, who writes and locks nothing", async () => {
    expect(await may("read", "GetObject", own)).toBe(true);
    for (const action of ["PutObject", "DeleteObject"])
      for (const key of [own, `${own}.tflock`]) expect(await may("read", action, key)).toBe(false);
  });

  test("is written and locked by whoever deploys, and deleted by nobody", async () => {
    for (const key of [own, `${own}.tflock`])
      for (const action of ["GetObject", "PutObject"]) expect(await may("write", action, key)).toBe(true);
    expect(await may("write", "DeleteObject", `${own}.tflock`)).toBe(true);
    expect(await may("write", "DeleteObject", own)).toBe(false);
    expect(await may("write", "DeleteObjectVersion", own)).toBe(false);
  });

  test.each(["read", "write"] as const)("is no other environment's, for who may %s", async (how) => {
    for (const key of others)
      for (const action of ["GetObject", "PutObject", "DeleteObject"])
        expect(await may(how, action, key)).toBe(false);
    const listed = (prefix: string) =>
      isAllowed(
        { state: document(statements(how)) },
        { action: "s3:ListBucket", resource: bucket, context: { "s3:prefix": prefix } },
      );
    expect([await listed(own), await listed(others[0]!), await listed("")]).toEqual([true, false, false]);
  });

  test("gives no rights where it is in a file", () => {
    expect(statements("write", { local: { path: "terraform.aws-stack.tfstate" } })).toEqual([]);
  });
});
