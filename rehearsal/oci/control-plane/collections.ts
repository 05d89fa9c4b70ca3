import type { Item } from "./http";

/** Names that OCI takes only once. */
export interface Unique {
  /** The attribute that is the name. */
  readonly name: string;
  /**
   * Attributes that say within what.
   *
   * @default - within the whole tenancy
   */
  readonly within?: readonly string[];
}

/** A collection of resources that are created, read, changed and deleted at once, one like the other. */
export interface Collection {
  /** First label of the API's host. */
  readonly service: string;
  /** Path of the collection, such as `20160918/vcns`. */
  readonly path: string;
  /** Kind as its OCIDs name it. */
  readonly kind: string;
  /** Attributes that OCI adds to the request's. */
  readonly extra?: (item: Item, id: number) => Item;
  /** State of a resource that is ready; `none` where this kind has no state. */
  readonly state?: string;
  /**
   * Property that is unique among them.
   *
   * @default - nothing
   */
  readonly unique?: Unique;
  /** Whether a list is an object with `items` and not an array. */
  readonly listsItems?: boolean;
}

const core = (name: string, kind: string, rest: Partial<Collection> = {}): Collection => ({
  service: "iaas",
  path: `20160918/${name}`,
  kind,
  ...rest,
});

/** Collections without rules of their own. */
export const collections: readonly Collection[] = [
  core("subnets", "subnet", {
    extra: (item) => ({ virtualRouterIp: "10.0.0.1", virtualRouterMac: "00:00:00:00:00:01", ...item }),
  }),
  core("routeTables", "routetable"),
  core("securityLists", "securitylist"),
  core("internetGateways", "internetgateway", { extra: () => ({ isEnabled: true }) }),
  core("natGateways", "natgateway", { extra: () => ({ natIp: "192.0.2.1", blockTraffic: false }) }),
  core("serviceGateways", "servicegateway", { extra: () => ({ blockTraffic: false }) }),
  core("networkSecurityGroups", "networksecuritygroup"),
  core("instanceConfigurations", "instanceconfiguration", { state: "none" }),
  core("volumeBackupPolicyAssignments", "volumebackuppolicyassignment", { state: "none" }),
  {
    service: "autoscaling",
    path: "20181001/autoScalingConfigurations",
    kind: "autoscalingconfiguration",
    state: "none",
    extra: ({ policies }) => ({
      policies: (policies as Item[]).map((policy, index) => ({ id: `policy-${index}`, ...policy })),
    }),
  },
  {
    service: "identity",
    path: "20160918/dynamicGroups",
    kind: "dynamicgroup",
    state: "ACTIVE",
    unique: { name: "name" },
  },
  {
    service: "identity",
    path: "20160918/policies",
    kind: "policy",
    state: "ACTIVE",
    unique: { name: "name", within: ["compartmentId"] },
  },
  { service: "telemetry", path: "20180401/alarms", kind: "alarm", state: "ACTIVE" },
  { service: "events", path: "20181201/rules", kind: "eventrule", state: "ACTIVE" },
  {
    service: "notification",
    path: "20181201/subscriptions",
    kind: "onssubscription",
    state: "PENDING",
    extra: () => ({ deliveryPolicy: "{}" }),
  },
];
