import { describe, expect, test } from "@jest/globals";
import { argumentsOf } from "../arguments";

describe("the arguments", () => {
  test("name the cloud, and say who reads the report", () => {
    expect(argumentsOf(["aws"])).toEqual({
      cloud: "aws",
      json: false,
      synthesized: false,
      rights: true,
      summary: undefined,
      variables: {},
    });
    expect(argumentsOf(["--json", "oci", "--synthesized"])).toMatchObject({
      cloud: "oci",
      json: true,
      synthesized: true,
    });
  });

  test("tell a workflow's job, whose role is somebody else's or made for the stack", () => {
    expect(argumentsOf(["aws", "--without-rights", "--summary", "summary.md"])).toMatchObject({
      rights: false,
      summary: "summary.md",
    });
  });

  test("give variables of Terraform, whose values may have an equals sign", () => {
    const { variables } = argumentsOf(["oci", "--var", "region=us-phoenix-1", "--var", "shape={a=b}"]);
    expect(variables).toEqual({ region: "us-phoenix-1", shape: "{a=b}" });
  });

  test.each([
    [[], /^which cloud\? .*npm run preflight -- aws.*got ""$/],
    [["gcp"], /got "gcp"$/],
    [["aws", "oci"], /got "aws oci"$/],
    [["aws", "--quick"], /^Unknown option '--quick'.*npm run preflight/],
    [["oci", "--var", "region"], /^`--var` must be such as region=us-ashburn-1, got "region"$/],
  ])("%j are refused", (args, message) => {
    expect(() => argumentsOf(args)).toThrow(message);
  });
});
