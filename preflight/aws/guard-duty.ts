import {
  DescribeSecurityGroupsCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
} from "@aws-sdk/client-ec2";
import { ok, type Question, warning } from "../question";
import type { Stack } from "../stack";
import type { AwsAccount } from "./account";
import { isOwn, tagsOf } from "./own";

/**
 * Asks whether GuardDuty left an endpoint and a security group in the stack's network. Terraform does not know of them, and they
 * keep the network from being destroyed: https://github.com/hashicorp/terraform-provider-aws/issues/46747.
 */
export function guardDutyLeftovers(stack: Stack): readonly Question<AwsAccount>[] {
  const tags = [...tagsOf(stack)];
  if (stack.all("aws_vpc").length === 0 || tags.length === 0) return [];
  return [
    {
      id: "guardduty",
      asks: "Did GuardDuty put into the stack's network what keeps it from being destroyed?",
      needs: ["ec2:DescribeVpcs", "ec2:DescribeVpcEndpoints", "ec2:DescribeSecurityGroups"],
      link: "https://docs.aws.amazon.com/guardduty/latest/ug/using-iac-with-gdu-automated-agents-runtime-monitoring.html",
      answer: async ({ ec2 }) => {
        const Filters = tags.map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
        const { Vpcs = [] } = await ec2.send(new DescribeVpcsCommand({ Filters }));
        const vpcs = Vpcs.filter(({ Tags }) => isOwn(stack, Tags)).map(({ VpcId = "" }) => VpcId);
        if (vpcs.length === 0) return ok("the stack has no network yet");
        const left = await leftIn(vpcs, ec2);
        if (left.length === 0) return ok(`there is nothing of GuardDuty's in ${vpcs.join(", ")}`);
        return warning(
          `GuardDuty has ${left.join(" and ")} in the stack's network, which a \`destroy\` may not end for`,
          `before a \`destroy\`, and not otherwise: ${left.map(deletion).join(", then ")}`,
        );
      },
    },
  ];
}

async function leftIn(vpcs: string[], ec2: AwsAccount["ec2"]): Promise<string[]> {
  const inVpcs = { Name: "vpc-id", Values: vpcs };
  const service = { Name: "service-name", Values: ["*guardduty-data*"] };
  const name = { Name: "group-name", Values: ["GuardDutyManagedSecurityGroup-*"] };
  const [{ VpcEndpoints = [] }, { SecurityGroups = [] }] = await Promise.all([
    ec2.send(new DescribeVpcEndpointsCommand({ Filters: [inVpcs, service] })),
    ec2.send(new DescribeSecurityGroupsCommand({ Filters: [inVpcs, name] })),
  ]);
  return [
    ...VpcEndpoints.map(({ VpcEndpointId = "" }) => VpcEndpointId),
    ...SecurityGroups.map(({ GroupId = "" }) => GroupId),
  ];
}

function deletion(id: string): string {
  return id.startsWith("vpce-")
    ? `\`aws ec2 delete-vpc-endpoints --vpc-endpoint-ids ${id}\``
    : `\`aws ec2 delete-security-group --group-id ${id}\``;
}
