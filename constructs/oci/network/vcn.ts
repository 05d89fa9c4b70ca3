import { DataOciCoreVcn } from "@cdktf/provider-oci/lib/data-oci-core-vcn";
import { CoreDefaultSecurityList } from "@cdktf/provider-oci/lib/core-default-security-list";
import { CoreInternetGateway } from "@cdktf/provider-oci/lib/core-internet-gateway";
import { CoreNatGateway } from "@cdktf/provider-oci/lib/core-nat-gateway";
import { CoreRouteTable, type CoreRouteTableRouteRules } from "@cdktf/provider-oci/lib/core-route-table";
import { CoreServiceGateway } from "@cdktf/provider-oci/lib/core-service-gateway";
import { CoreSubnet } from "@cdktf/provider-oci/lib/core-subnet";
import { CoreVcn } from "@cdktf/provider-oci/lib/core-vcn";
import type { Construct } from "constructs";
import { type PlannedSubnet, subnetPlan, type Tier } from "../../shared";
import { isOneBlockAway, keepsFirstBlock } from "./cidr-blocks";
import { beforeChanges, dnsLabel, physicalName } from "../account";
import type { Services } from "./services";
import { shellSecurityList } from "./bastion";

/** Properties of {@link Vcn}. */
export interface VcnProps {
  /** Compartment that holds it. */
  readonly compartmentId: string;
  /** Its addresses; the subnets are cut from the first block. */
  readonly cidrBlocks: readonly [string, ...string[]];
  /** Oracle's own services, which private tiers reach without the internet. */
  readonly services: Services;
  /** TCP port in the web tier that a bastion leads to; none where there is no bastion. */
  readonly bastionPort: number | undefined;
}

/** A VCN and its subnets. */
export interface Vcn {
  /** OCID of the VCN. */
  readonly vcnId: string;
  /** OCID of each tier's subnet. */
  readonly subnetIds: Readonly<Record<Tier, string>>;
}

/** Creates a VCN with three regional subnets, and routes for each. */
export function createVcn(scope: Construct, props: VcnProps): Vcn {
  const { compartmentId, cidrBlocks } = props;
  const vcn = new CoreVcn(scope, "vcn", {
    compartmentId,
    cidrBlocks: [...cidrBlocks],
    displayName: physicalName(scope),
    dnsLabel: dnsLabel(scope.node.id),
  });
  const running = beforeChanges(
    scope,
    "addresses",
    vcn.id,
    (vcnId) => new DataOciCoreVcn(scope, "addresses", { vcnId }),
  );
  const now = `${running}.cidr_blocks`;
  // OCI makes this list with SSH open to the world, and every subnet below has it; managed without rules it is
  // closed. A subnet with no list at all cannot be asked for: the provider does not send an empty `security_list_ids`.
  new CoreDefaultSecurityList(scope, "default-security-list", {
    manageDefaultResourceId: vcn.defaultSecurityListId,
    displayName: `${physicalName(scope)}-closed`,
    lifecycle: { precondition: [keepsFirstBlock(now, cidrBlocks[0]), isOneBlockAway(now, cidrBlocks)] },
  });
  const routes = createRoutes(scope, vcn, props);
  const subnets = subnetPlan(cidrBlocks[0]).map((planned): [Tier, string] => [
    planned.tier,
    createSubnet(scope, vcn, planned, routes[planned.tier], props).id,
  ]);
  return { vcnId: vcn.id, subnetIds: Object.fromEntries(subnets) as Record<Tier, string> };
}

function createSubnet(
  scope: Construct,
  vcn: CoreVcn,
  { tier, name, cidrBlock }: PlannedSubnet,
  routes: CoreRouteTable,
  { compartmentId, bastionPort }: VcnProps,
): CoreSubnet {
  const isPrivate = tier !== "public";
  const lists =
    bastionPort !== undefined && tier === "web"
      ? [shellSecurityList(scope, vcn, cidrBlock, bastionPort).id]
      : [];
  return new CoreSubnet(scope, name, {
    compartmentId,
    vcnId: vcn.id,
    cidrBlock,
    displayName: `${physicalName(scope)}-${name}`,
    dnsLabel: dnsLabel(name),
    routeTableId: routes.id,
    securityListIds: [vcn.defaultSecurityListId, ...lists],
    prohibitPublicIpOnVnic: isPrivate,
    prohibitInternetIngress: isPrivate,
  });
}

function createRoutes(scope: Construct, vcn: CoreVcn, { compartmentId, services }: VcnProps) {
  const common = { compartmentId, vcnId: vcn.id, displayName: physicalName(scope) };
  const internet = new CoreInternetGateway(scope, "internet-gateway", { ...common, enabled: true });
  const nat = new CoreNatGateway(scope, "nat-gateway", common);
  const service = new CoreServiceGateway(scope, "service-gateway", {
    ...common,
    services: [{ serviceId: services.serviceId }],
  });
  const toServices: CoreRouteTableRouteRules = {
    destinationType: "SERVICE_CIDR_BLOCK",
    destination: services.label,
    networkEntityId: service.id,
    description: "Oracle services, without crossing the internet",
  };
  const table = (tier: Tier, routeRules: CoreRouteTableRouteRules[]) =>
    new CoreRouteTable(scope, `${tier}-routes`, {
      ...common,
      displayName: `${physicalName(scope)}-${tier}`,
      routeRules,
    });
  return {
    public: table("public", [toAnywhere(internet.id, "visitors of the load balancer")]),
    web: table("web", [toAnywhere(nat.id, "connections that servers open"), toServices]),
    data: table("data", [toServices]),
  } satisfies Record<Tier, CoreRouteTable>;
}

function toAnywhere(networkEntityId: string, description: string): CoreRouteTableRouteRules {
  return { destinationType: "CIDR_BLOCK", destination: "0.0.0.0/0", networkEntityId, description };
}
