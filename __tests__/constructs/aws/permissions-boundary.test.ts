import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { describe, expect, test } from "@jest/globals";
import { boundRoles } from "../../../constructs/aws";
import { profiles } from "../../../stacks/context/profiles";
import { awsOptionSets, awsStack } from "../../support/aws-stacks";
import { awsTestStack, resources } from "../../support/synth";

const boundary = "arn:aws:iam::111122223333:policy/boundary";
const boundariesOf = (stack: ReturnType<typeof awsTestStack>) =>
  resources(stack, IamRole).map(({ permissions_boundary }) => permissions_boundary as string | undefined);

describe("a permissions boundary", () => {
  test("bounds every role of the stack, whichever options make it", () => {
    const stack = awsStack(profiles.production, {
      ...awsOptionSets["all of them"],
      permissionsBoundary: boundary,
    });
    expect(boundariesOf(stack)).toEqual([boundary, boundary, boundary]);
  });

  test("is on no role where none is asked for", () => {
    expect(boundariesOf(awsStack(profiles.lab))).toEqual([undefined, undefined]);
  });

  test.each(["boundary", "arn:aws:iam::111122223333:role/boundary", "arn:aws:iam::1:policy/b"])(
    "is refused where %s is no ARN of a policy",
    (arn) => {
      expect(() => boundRoles(awsTestStack(), arn)).toThrow(
        "`permissionsBoundary` must be the ARN of a managed policy",
      );
    },
  );
});
