import {
  DescribeRouteTablesCommand,
  DescribeSubnetsCommand,
  DescribeVpcEndpointsCommand,
  type Filter,
  type RouteTable,
} from "@aws-sdk/client-ec2";
import { failure, listed, ok, type Question } from "../question";
import { literals, type Stack } from "../stack";
import type { AwsAccount } from "./account";

/** Services of AWS that servers call as soon as they start. */
const services = ["s3", "secretsmanager", "logs", "ssm", "ssmmessages"];

/**
 * Asks whether servers in subnets that were there before reach what they need of AWS: by a route to elsewhere, or by endpoints.
 * Without it they end themselves after minutes, and the deployment waits in vain.
 */
export function waysOut(stack: Stack): readonly Question<AwsAccount>[] {
  const subnets = literals(stack.first("aws_autoscaling_group")?.vpc_zone_identifier);
  if (subnets.length === 0) return [];
  return [
    {
      id: "ways-out",
      asks: "Do servers in the existing subnets reach AWS's services?",
      needs: ["ec2:DescribeRouteTables", "ec2:DescribeVpcEndpoints", "ec2:DescribeSubnets"],
      link: "https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html",
      answer: async ({ ec2, region }) => {
        const tables = await Promise.all(subnets.map((subnet) => tableOf(subnet, ec2)));
        const closed = subnets.filter((_, index) => !leadsOut(tables[index]));
        if (closed.length === 0) return ok("servers get out by a default route");
        const vpcs = [...new Set(tables.map((table) => table?.VpcId ?? ""))].filter((vpc) => vpc !== "");
        const reached = await endpointsIn(vpcs, ec2);
        const lacking = services.filter((service) => !reached.includes(`com.amazonaws.${region}.${service}`));
        if (lacking.length === 0) return ok("servers reach AWS's services by endpoints");
        return failure(
          `${listed(closed)} lead nowhere, and there is no endpoint for ${listed(lacking)}`,
          "give them a default route to a NAT gateway, or the network these endpoints",
        );
      },
    },
  ];
}

/** The route table of a subnet: its own, or else the main one of its VPC. */
async function tableOf(subnet: string, ec2: AwsAccount["ec2"]): Promise<RouteTable | undefined> {
  const own = await tableWhere(ec2, { Name: "association.subnet-id", Values: [subnet] });
  if (own !== undefined) return own;
  const { Subnets: [found] = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [subnet] }));
  const ofVpc = { Name: "vpc-id", Values: [found?.VpcId ?? ""] };
  return tableWhere(ec2, ofVpc, { Name: "association.main", Values: ["true"] });
}

async function tableWhere(ec2: AwsAccount["ec2"], ...Filters: Filter[]): Promise<RouteTable | undefined> {
  return (await ec2.send(new DescribeRouteTablesCommand({ Filters }))).RouteTables?.[0];
}

function leadsOut(table: RouteTable | undefined): boolean {
  const routes = table?.Routes ?? [];
  return routes.some(
    ({ DestinationCidrBlock, State }) => DestinationCidrBlock === "0.0.0.0/0" && State !== "blackhole",
  );
}

async function endpointsIn(vpcs: string[], ec2: AwsAccount["ec2"]): Promise<string[]> {
  const Filters = [
    { Name: "vpc-id", Values: vpcs },
    { Name: "vpc-endpoint-state", Values: ["available"] },
  ];
  const { VpcEndpoints = [] } = await ec2.send(new DescribeVpcEndpointsCommand({ Filters }));
  return VpcEndpoints.map(({ ServiceName = "" }) => ServiceName);
}
