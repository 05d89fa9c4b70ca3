import { type EvaluationResult, GetRoleCommand, SimulatePrincipalPolicyCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { awsOptionSets } from "../../../__tests__/support/aws-stacks";
import { actionsOf, typesIn } from "../../../delivery/aws/actions";
import { permissions } from "../../aws/permissions";
import { Refused } from "../support/aws-fake";
import { accountId, awsStage } from "../support/aws-stage";
import { aws } from "../support/stacks";

const stage = awsStage();
const pathed = `arn:aws:iam::${accountId}:role/teams/web/deployer`;
const actions = ["ec2:CreateVpc", "ec2:DeleteVpc", "rds:CreateDBInstance"];
const ask = (wanted: readonly string[] = actions) => stage.ask(permissions(aws(), () => wanted));

/** Actions that IAM was asked about, a list for each call. */
const asked: { actions: string[]; principal: string | null; region: string | null }[] = [];

/** Lets IAM decide; what is not named is allowed. */
function decides(decisions: Readonly<Record<string, Partial<EvaluationResult>>> = {}): void {
  stage.fake.on(SimulatePrincipalPolicyCommand, ({ parameters }) => {
    const names = [...parameters]
      .filter(([name]) => name.startsWith("ActionNames."))
      .map(([, value]) => value);
    asked.push({
      actions: names,
      principal: parameters.get("PolicySourceArn"),
      region: parameters.get("ContextEntries.member.1.ContextKeyValues.member.1"),
    });
    return {
      EvaluationResults: names.map((EvalActionName) => ({
        EvalActionName,
        EvalDecision: "allowed" as const,
        ...decisions[EvalActionName],
      })),
    };
  });
}

describe("the permissions", () => {
  beforeEach(() => {
    asked.length = 0;
    stage.fake.on(GetRoleCommand, {
      Role: {
        Arn: pathed,
        RoleName: "deployer",
        Path: "/teams/web/",
        RoleId: "AROA",
        CreateDate: new Date(0),
      },
    });
    decides();
  });

  test("are those of the role behind a session, with its path, in the stack's region", async () => {
    expect(await ask()).toMatchObject({ verdict: "ok", says: "all 3 actions are allowed" });
    expect(asked).toEqual([{ actions, principal: pathed, region: "us-east-1" }]);
  });

  test("are those of a user", async () => {
    const Arn = `arn:aws:iam::${accountId}:user/somebody`;
    stage.fake.on(GetCallerIdentityCommand, { Account: accountId, Arn });
    expect(await ask()).toMatchObject({ verdict: "ok" });
    expect(asked[0]!.principal).toBe(Arn);
    expect(stage.fake.calls).not.toContain("iam:GetRole");
  });

  test("of the root user are all there are", async () => {
    stage.fake.on(GetCallerIdentityCommand, { Account: accountId, Arn: `arn:aws:iam::${accountId}:root` });
    expect(await ask()).toMatchObject({ verdict: "ok", says: expect.stringContaining("root") });
    expect(asked).toEqual([]);
  });

  test("of a federated user IAM does not tell", async () => {
    const Arn = `arn:aws:sts::${accountId}:federated-user/somebody`;
    stage.fake.on(GetCallerIdentityCommand, { Account: accountId, Arn });
    expect(await ask()).toMatchObject({ verdict: "warning" });
  });

  test.each([
    [{ EvalDecision: "explicitDeny" as const }, "failure", /denies `ec2:DeleteVpc`$/],
    [
      { EvalDecision: "implicitDeny" as const },
      "warning",
      /^not allowed on every resource: `ec2:DeleteVpc`$/,
    ],
    [
      {
        EvalDecision: "implicitDeny" as const,
        OrganizationsDecisionDetail: { AllowedByOrganizations: false },
      },
      "failure",
      /`ec2:DeleteVpc`$/,
    ],
    // A tag of the resource would tell.
    [
      { EvalDecision: "explicitDeny" as const, MissingContextValues: ["aws:ResourceTag/x"] },
      "warning",
      /DeleteVpc/,
    ],
  ])("that IAM decides about by %j: %s", async (decision, verdict, says) => {
    decides({ "ec2:DeleteVpc": decision });
    expect(await ask()).toMatchObject({ verdict, says: expect.stringMatching(says) });
  });

  test("are asked for by the hundred, and each once", async () => {
    const many = Array.from({ length: 250 }, (_, index) => `ec2:Action${index}`);
    decides({ "ec2:Action249": { EvalDecision: "explicitDeny" } });
    expect(await ask(many)).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining("ec2:Action249"),
    });
    expect(asked.map((each) => each.actions.length).sort()).toEqual([100, 100, 50]);
    expect(new Set(asked.flatMap((each) => each.actions))).toEqual(new Set(many));
  });

  test("may not be asked for by everybody", async () => {
    stage.fake.deniesAll = true;
    stage.fake.on(SimulatePrincipalPolicyCommand, new Refused("AccessDenied"));
    expect(await ask()).toMatchObject({
      verdict: "warning",
      unanswered: "not permitted",
      fix: expect.stringContaining("`iam:SimulatePrincipalPolicy`, `iam:GetRole`"),
    });
  });

  test("are known of every type that a stack may have", () => {
    for (const options of Object.values(awsOptionSets)) {
      const actions = actionsOf(typesIn(aws(options).json));
      expect(actions).toEqual(expect.arrayContaining(["ec2:RunInstances", "iam:PassRole"]));
      expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9*]+$/.test(action))).toEqual([]);
    }
  });

  test("of a type that nobody knows of are a warning, and keep no other question from being asked", async () => {
    const questions = permissions(aws(), () => {
      throw new RangeError("`aws_new` must be in the list");
    });
    expect(await stage.ask(questions)).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining("`aws_new` must be in the list"),
    });
  });

  test("are not asked about where nothing is known of them", () => {
    expect(permissions(aws(), undefined)).toEqual([]);
  });
});
