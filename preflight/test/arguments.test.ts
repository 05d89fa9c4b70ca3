import { describe, expect, test } from "@jest/globals";
import { argumentsOf } from "../arguments";

describe("the arguments", () => {
  test("name the cloud, and say who reads the report", () => {
    expect(argumentsOf(["aws"])).toEqual({ cloud: "aws", json: false, synthesized: false });
    expect(argumentsOf(["--json", "aws", "--synthesized"])).toMatchObject({
      cloud: "aws",
      json: true,
      synthesized: true,
    });
  });

  test.each([
    [[], /^which cloud\? .*npm run preflight -- aws.*got ""$/],
    [["gcp"], /got "gcp"$/],
    [["aws", "oci"], /got "aws oci"$/],
    [["aws", "--quick"], /^Unknown option '--quick'.*npm run preflight/],
  ])("%j are refused", (args, message) => {
    expect(() => argumentsOf(args)).toThrow(message);
  });
});
