import type { AwsAccount } from "./account";
import type { Call } from "./call";

/**
 * Makes the routes of route tables that join a gateway endpoint, and deletes those of tables that leave it, as AWS does:
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html.
 *
 * moto 5.2.1 has routes for the tables that an endpoint is made with, changes nothing where it is modified (`modify_vpc_endpoint` in
 * moto/ec2/models/vpcs.py), and refuses to delete an endpoint where a table has no route to it.
 *
 * @param call one that moto answered with 200
 * @param account the account in moto itself
 */
export async function routeToEndpoint({ action, parameters }: Call, account: AwsAccount): Promise<void> {
  if (action !== "ModifyVpcEndpoint") return;
  const ec2 = (Action: string, more: Readonly<Record<string, string>>) =>
    account.query("ec2", { Action, Version: "2016-11-15", ...more });
  const tables = (list: string) =>
    [...parameters].filter(([name]) => name.startsWith(`${list}RouteTableId.`)).map(([, id]) => id);
  const [added, removed] = [tables("Add"), tables("Remove")];
  if (added.length + removed.length === 0) return;
  const GatewayId = parameters.get("VpcEndpointId")!;
  const endpoint = await ec2("DescribeVpcEndpoints", { "VpcEndpointId.1": GatewayId });
  const service = /<serviceName>([^<]+)</.exec(endpoint)![1]!;
  const named = { "Filter.1.Name": "prefix-list-name", "Filter.1.Value.1": service };
  const lists = await ec2("DescribePrefixLists", named);
  const DestinationPrefixListId = /<prefixListId>([^<]+)</.exec(lists)![1]!;
  for (const RouteTableId of added)
    await ec2("CreateRoute", { RouteTableId, DestinationPrefixListId, GatewayId });
  for (const RouteTableId of removed) await ec2("DeleteRoute", { RouteTableId, DestinationPrefixListId });
}
