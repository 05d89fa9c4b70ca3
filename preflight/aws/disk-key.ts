import { GetEbsDefaultKmsKeyIdCommand } from "@aws-sdk/client-ec2";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KeyMetadata,
  paginateListGrants,
} from "@aws-sdk/client-kms";
import { failure, ok, type Question } from "../question";
import type { Stack } from "../stack";
import type { AwsAccount } from "./account";
import { collect } from "./pages";

const role = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling";

/**
 * Asks whether Auto Scaling may use the key that encrypts disks where the stack names none. A key of the account's own admits
 * Auto Scaling's role by its policy or a grant, or every server ends as soon as it starts.
 */
export function diskKey(stack: Stack): readonly Question<AwsAccount>[] {
  const disks = stack
    .all("aws_launch_template")
    .flatMap(
      ({ block_device_mappings }) => (block_device_mappings ?? []) as { ebs?: { kms_key_id?: unknown } }[],
    );
  if (disks.length === 0 || disks.every(({ ebs }) => ebs?.kms_key_id !== undefined)) return [];
  return [
    {
      id: "disk-key",
      asks: "May Auto Scaling use the account's default key for disks?",
      needs: ["ec2:GetEbsDefaultKmsKeyId", "kms:DescribeKey", "kms:GetKeyPolicy", "kms:ListGrants"],
      link: "https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html",
      answer: async (account) => {
        const { KmsKeyId } = await account.ec2.send(new GetEbsDefaultKmsKeyIdCommand({}));
        const { KeyMetadata: key } = await account.kms.send(new DescribeKeyCommand({ KeyId: KmsKeyId }));
        if (key?.KeyManager === "AWS")
          return ok("disks are encrypted with the key that AWS keeps, which Auto Scaling may use");
        if (key?.Enabled !== true)
          return failure(`the default key for disks, ${KmsKeyId}, is not enabled`, anotherKey);
        if (await admits(key, account))
          return ok(`the default key for disks, ${KmsKeyId}, admits Auto Scaling's role`);
        return failure(
          `the default key for disks, ${KmsKeyId}, does not admit Auto Scaling's role, so every server would end as soon as it starts`,
          grantCommand(key, await roleArn(account)),
        );
      },
    },
  ];
}

const anotherKey = "enable it, or take AWS's own: `aws ec2 reset-ebs-default-kms-key-id`";

function grantCommand({ Arn }: KeyMetadata, grantee: string): string {
  return `\`aws kms create-grant --key-id ${Arn} --grantee-principal ${grantee} --operations Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext DescribeKey CreateGrant\`, or ${anotherKey.split(", or ")[1]}`;
}

async function roleArn(account: AwsAccount): Promise<string> {
  const { account: id, arn } = await account.identity();
  return `arn:${arn.split(":")[1]}:iam::${id}:${role}`;
}

async function admits({ KeyId }: KeyMetadata, account: AwsAccount): Promise<boolean> {
  const { kms } = account;
  const grantee = await roleArn(account);
  const [{ Policy = "{}" }, grants] = await Promise.all([
    kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" })),
    collect(paginateListGrants({ client: kms }, { KeyId }), ({ Grants }) => Grants),
  ]);
  const granted = grants.some(
    ({ GranteePrincipal, Operations = [] }) => GranteePrincipal === grantee && Operations.includes("Decrypt"),
  );
  return granted || policyAdmits(Policy, grantee);
}

interface Statement {
  readonly Effect: string;
  readonly Principal?: "*" | { readonly AWS?: string | readonly string[] };
  readonly Action: string | readonly string[];
}

/** Whether a policy lets the role use the key. That the account decides by IAM is not enough: nobody may give the role anything. */
function policyAdmits(policy: string, grantee: string): boolean {
  const { Statement = [] } = JSON.parse(policy) as { Statement?: readonly Statement[] };
  return Statement.filter(({ Effect }) => Effect === "Allow").some(({ Principal, Action }) => {
    const who = Principal === "*" ? ["*"] : [Principal?.AWS ?? []].flat();
    const what = [Action].flat();
    return (
      who.some((arn) => arn === "*" || arn === grantee) &&
      what.some((each) => /^kms:(\*|Decrypt)$/.test(each))
    );
  });
}
