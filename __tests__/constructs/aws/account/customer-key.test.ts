import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { describe, expect, test } from "@jest/globals";
import { profiles } from "../../../../stacks/context/profiles";
import { awsStack } from "../../../support/aws-stacks";
import { resources, theResource } from "../../../support/synth";

const stack = awsStack(profiles.production, { customerKey: true });

interface Statement {
  readonly Sid?: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}

const statementsOf = (policy: string) => (JSON.parse(policy) as { Statement: Statement[] }).Statement;

describe("a key of one's own on AWS", () => {
  test("is renewed every year", () => {
    expect(theResource(stack, KmsKey).enable_key_rotation).toBe(true);
  });

  test("encrypts every log", () => {
    const groups = resources(stack, CloudwatchLogGroup);
    expect(groups).toHaveLength(5);
    expect(new Set(groups.map(({ kms_key_id: key }) => key as string)).size).toBe(1);
    expect(groups[0]!.kms_key_id).toMatch(/:key\/\$\{aws_kms_key_policy\.[\w-]+\.key_id\}$/);
  });

  test("is used by servers to decrypt alone, and by way of the one service that keeps what they read", () => {
    const decryptions = resources(stack, IamRolePolicy)
      .flatMap(({ policy }) => statementsOf(policy))
      .filter(({ Action }) => [Action].flat().some((action) => action.startsWith("kms:")));
    expect(decryptions.map(({ Action, Condition }) => [Action, Condition])).toEqual(
      ["secretsmanager", "s3"].map((service) => [
        "kms:Decrypt",
        { StringEquals: { "kms:ViaService": `${service}.us-east-1.amazonaws.com` } },
      ]),
    );
  });

  test("is used by services for this account alone", () => {
    const [own, ...services] = statementsOf(theResource(stack, KmsKeyPolicy).policy);
    expect(own!.Sid).toBe("AccountDecidesByIam");
    expect(services.length).toBeGreaterThan(1);
    for (const { Condition } of services)
      expect(JSON.stringify(Condition)).toMatch(/\$\{local\.\w*account_\w+\}/);
  });
});
