import type { AwsAccount } from "../../../rehearsal/aws/account";

/** What is in the account before the stack, by the names that bases, changes and mistakes have for it. */
export type Existing = Readonly<Record<string, unknown>>;

/** Makes what is in the account before the stack. */
export async function existingIn(account: AwsAccount): Promise<Existing> {
  const network = await account.network(1, 3);
  const other = await account.network(2, 2);
  const { public: balancer, web, data } = network.subnetIds;
  const subnets = (from: number, to: number) => ({
    ...network,
    subnetIds: { public: balancer.slice(from, to), web: web.slice(from, to), data: data.slice(from, to) },
  });
  const inOneZone = [balancer[0]!, await account.subnet(network.vpcId, "10.1.200.0/24", "us-east-1a")];
  return {
    "<zone>": await account.hostedZone("example.com"),
    "<private zone>": await account.hostedZone("example.com", network.vpcId),
    // A load balancer takes no certificate that is not there.
    "<certificate>": await account.certificate("www.example.com"),
    // Two of those that moto begins with.
    "<image>": "ami-0b301ce3ce347599c",
    "<image of another system>": "ami-1e749f67",
    "<network>": subnets(0, 2),
    "<other subnets>": subnets(1, 3),
    "<other network>": other,
    "<network with a foreign subnet>": {
      ...network,
      subnetIds: { ...network.subnetIds, web: [web[0], other.subnetIds.web[1]] },
    },
    "<network in one zone>": { ...network, subnetIds: { ...network.subnetIds, public: inOneZone } },
  };
}
