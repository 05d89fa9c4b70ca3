import { ApiError, type Item } from "./http";
import type { Inventory } from "./inventory";

/** Attributes by which a kind of resource holds others, or items of a list that do. */
const holders: Readonly<Record<string, (item: Item) => readonly unknown[]>> = {
  subnet: ({ vcnId, routeTableId, securityListIds }) => [vcnId, routeTableId, ...list(securityListIds)],
  internetgateway: ({ vcnId }) => [vcnId],
  natgateway: ({ vcnId }) => [vcnId],
  servicegateway: ({ vcnId }) => [vcnId],
  networksecuritygroup: ({ vcnId }) => [vcnId],
  routetable: ({ routeRules }) => list(routeRules).map((rule) => (rule as Item).networkEntityId),
  loadbalancer: ({ subnetIds, networkSecurityGroupIds }) => [
    ...list(subnetIds),
    ...list(networkSecurityGroupIds),
  ],
  autonomousdatabase: ({ subnetId, nsgIds }) => [subnetId, ...list(nsgIds)],
  bastion: ({ targetSubnetId }) => [targetSubnetId],
  instancepool: ({ placementConfigurations }) =>
    list(placementConfigurations).map((placement) => (placement as Item).primarySubnetId),
  cluster: ({ endpointConfig }) => {
    const { subnetId, nsgIds } = endpointConfig as Item;
    return [subnetId, ...list(nsgIds)];
  },
  nodepool: ({ nodeConfigDetails }) => {
    const { nsgIds, placementConfigs, nodePoolPodNetworkOptionDetails: pods } = nodeConfigDetails as Item;
    const { podNsgIds, podSubnetIds } = (pods ?? {}) as Item;
    const subnets = list(placementConfigs).map((placement) => (placement as Item).subnetId);
    return [...subnets, ...list(nsgIds), ...list(podNsgIds), ...list(podSubnetIds)];
  },
  log: ({ logGroupId }) => [logGroupId],
};

/**
 * Refuses to take away what something else stands on, as OCI does with `409 Conflict`
 * (https://docs.oracle.com/iaas/Content/Network/Troubleshoot/deletionproblems.htm for a VCN, its subnets and its gateways).
 */
export function requireUnused(inventory: Inventory, id: string): void {
  for (const [kind, held] of Object.entries(holders)) {
    const holder = inventory.all(kind).find((item) => item.id !== id && held(item).includes(id));
    if (holder) throw new ApiError(409, "Conflict", `${id} is used by ${String(holder.id)}`);
  }
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
