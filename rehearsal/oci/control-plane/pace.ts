/** Speed of the control plane, and its throttling. */
export interface Pace {
  /** Milliseconds for which a resource is made, changed or taken away, and a work request goes on. */
  readonly workMs: number;
  /** Milliseconds after which a new dynamic group or policy works. */
  readonly policyMs: number;
  /** Every how many requests that change something one is answered with 429; none where it is 0. */
  readonly throttledEvery: number;
}

/** Everything is there as soon as it was asked for. */
export const atOnce: Pace = { workMs: 0, policyMs: 0, throttledEvery: 0 };

/**
 * As slow as it has to be for the provider to wait, to be refused and to ask again.
 *
 * A new policy works "typically within 10 seconds" (documentation of `oci_identity_policy` and of `oci iam policy update`).
 */
export const asynchronous: Pace = { workMs: 1_500, policyMs: 10_000, throttledEvery: 20 };

/** Names of the lifecycle states of a kind of resource. */
export interface Lifecycle {
  readonly creating: string;
  readonly deleting: string;
  /**
   * While it is changed.
   *
   * @default - a change is there at once
   */
  readonly changing?: string;
}

const provisioned: Lifecycle = { creating: "PROVISIONING", deleting: "TERMINATING" };
const created: Lifecycle = { creating: "CREATING", deleting: "DELETING" };

/**
 * States by the kind of the resource, after which the provider waits: the names are those that its own
 * `CreatedPending`, `UpdatedPending` and `DeletedPending` have (oracle/terraform-provider-oci 8.28.0, `internal/service/*`).
 * Types without a state there, such as instance configurations, are not in here.
 */
export const lifecycles: Readonly<Record<string, Lifecycle>> = {
  vcn: provisioned,
  subnet: provisioned,
  routetable: provisioned,
  securitylist: provisioned,
  internetgateway: provisioned,
  natgateway: provisioned,
  servicegateway: provisioned,
  networksecuritygroup: provisioned,
  instance: provisioned,
  instancepool: { ...provisioned, changing: "SCALING" },
  autonomousdatabase: { ...provisioned, changing: "UPDATING" },
  vault: created,
  key: created,
  vaultsecret: created,
  dynamicgroup: created,
  policy: created,
  bastion: { ...created, changing: "UPDATING" },
  cluster: { ...created, changing: "UPDATING" },
  nodepool: { ...created, changing: "UPDATING" },
  loggroup: created,
  log: created,
  unifiedagentconfiguration: created,
};
