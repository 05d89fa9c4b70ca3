import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { describe, expect, test } from "@jest/globals";
import { resources } from "../../../support/synth";
import { administratorArn, clusterWith } from "./cluster-with";

describe("the Kubernetes API", () => {
  test("is never opened to whole networks, nor administered by a session", () => {
    for (const apiFrom of [["0.0.0.0/0"], ["203.0.0.0/15"], [], ["203.0.113.0/24", "203.0.113.0/24"]])
      expect(() => clusterWith({ access: { administratorArn, apiFrom } })).toThrow(
        "`apiFrom` must be 1 to 40 different IPv4 blocks from /16 to /32",
      );
    const session = "arn:aws:sts::111122223333:assumed-role/operations/me";
    expect(() => clusterWith({ access: { administratorArn: session } })).toThrow(
      "`administratorArn` must be the ARN of an IAM role or user",
    );
  });
});

describe("pods", () => {
  test("that serve log in as the app alone, and those that migrate alone read the administrator's secret", () => {
    const { stack } = clusterWith();
    const roleOf = (serviceAccount: string) =>
      resources(stack, EksPodIdentityAssociation).find(
        ({ service_account }) => service_account === serviceAccount,
      )!.role_arn as string;
    const actionsOf = (serviceAccount: string) =>
      resources(stack, IamRolePolicy)
        .filter(({ role }) => (role as string).replace(".name}", ".arn}") === roleOf(serviceAccount))
        .flatMap(
          ({ policy }) => (JSON.parse(policy as string) as { Statement: { Action: string }[] }).Statement,
        )
        .map(({ Action }) => Action);
    expect(actionsOf("demo")).toEqual(["rds-db:connect"]);
    expect(actionsOf("demo-migrate")).toEqual(["secretsmanager:GetSecretValue"]);
  });
});
