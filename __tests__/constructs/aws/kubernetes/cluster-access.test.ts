import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { describe, expect, test } from "@jest/globals";
import { resources, theResource } from "../../../support/synth";
import { administratorArn, clusterWith } from "./cluster-with";

/** Who may take on a role. */
interface Trust {
  readonly Statement: readonly [{ readonly Principal: { readonly Service?: string } }];
}

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

  test("take on roles that trust pods of this cluster alone", () => {
    const { stack } = clusterWith();
    const { logicalId } = theResource(stack, EksCluster);
    const trusts = resources(stack, IamRole)
      .map(({ assume_role_policy: trust }) => JSON.parse(trust as string) as Trust)
      .filter(({ Statement: [{ Principal }] }) => Principal.Service === "pods.eks.amazonaws.com");
    expect(trusts).toHaveLength(3);
    for (const { Statement } of trusts)
      expect(Statement).toMatchObject([
        {
          Condition: {
            ArnEquals: { "aws:SourceArn": `\${aws_eks_cluster.${logicalId}.arn}` },
            StringEquals: { "aws:SourceAccount": expect.stringMatching(/^\$\{/) },
          },
        },
      ]);
  });
});
