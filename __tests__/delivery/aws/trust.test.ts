import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { describe, expect, test } from "@jest/globals";
import { resources } from "../../support/synth";
import { account } from "./stacks";
import { deployer, roles, stack, stackWith } from "./github-stack";

const trustOf = (role: string) => {
  const { Statement } = JSON.parse(roles[role]!.assume_role_policy as string) as {
    Statement: [{ Condition: Record<string, Record<string, unknown>> }];
  };
  return Statement[0].Condition;
};
const claim = (name: string) => `token.actions.githubusercontent.com:${name}`;

describe("the trust in GitHub's tokens", () => {
  test("is for exact subjects, in the form of new repositories and of old ones, and for the repository's number", () => {
    expect(trustOf(deployer).StringEquals).toEqual({
      [claim("aud")]: "sts.amazonaws.com",
      [claim("sub")]: [
        "repo:octo@11/counterpart@22:environment:aws-production",
        "repo:octo/counterpart:environment:aws-production",
      ],
      [claim("repository_id")]: "22",
    });
  });

  test("is, of who deploys, for workflows on the main branch alone", () => {
    expect(trustOf(deployer).StringLike).toEqual({
      [claim("job_workflow_ref")]: [
        "octo/counterpart/.github/workflows/deploy.yml@refs/heads/main",
        "octo/counterpart/.github/workflows/destroy.yml@refs/heads/main",
        "octo/counterpart/.github/workflows/image.yml@refs/heads/main",
      ],
    });
  });

  test("is, of who plans, for pull requests and for plans of the main branch", () => {
    expect(trustOf("counterpart-deployer-plan").StringEquals![claim("sub")]).toEqual([
      "repo:octo@11/counterpart@22:pull_request",
      "repo:octo/counterpart:pull_request",
      "repo:octo@11/counterpart@22:environment:aws-plan",
      "repo:octo/counterpart:environment:aws-plan",
    ]);
  });

  test("has no wildcard in a subject", () => {
    for (const role of Object.keys(roles))
      expect(JSON.stringify(trustOf(role).StringEquals)).not.toContain("*");
  });
});

describe("GitHub's provider", () => {
  test("is made, or the one is used that the account has", () => {
    expect(resources(stack, IamOpenidConnectProvider)).toHaveLength(1);
    const existing = stackWith(true);
    expect(resources(existing, IamOpenidConnectProvider)).toHaveLength(0);
    expect(resources(existing, IamRole)[0]!.assume_role_policy).toContain(
      `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com`,
    );
  });
});
