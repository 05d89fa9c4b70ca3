import { DataOciIdentityAvailabilityDomains } from "@cdktf/provider-oci/lib/data-oci-identity-availability-domains";
import { Construct } from "constructs";
import {
  defaultCidrBlock,
  defaultLogRetentionDays,
  isRegionName,
  requireThat,
  type Tier,
} from "../../shared";
import type * as contract from "../../tiered-network";
import { checkNetworkProps } from "../../tiered-network";
import { checkCidrBlocks } from "./cidr-blocks";
import { type ExistingNetwork, useNetwork } from "./existing-network";
import type { INetwork } from "./network";
import type { NetworkSecurityGroup } from "./network-security-group";
import { Services } from "./services";
import { Bastion, type BastionOptions, shellPort } from "./bastion";
import { createVcn, type Vcn } from "./vcn";
import { Budget, Monitoring } from "../monitoring";

/** Properties of {@link TieredNetwork}. */
export interface TieredNetworkProps extends contract.TieredNetworkProps {
  /** OCID of the compartment that holds everything, usually a Terraform variable. */
  readonly compartmentId: string;
  /** OCID of the tenancy: availability domains and dynamic groups belong to it. */
  readonly tenancyId: string;
  /** Region that the provider deploys to, such as `us-ashburn-1`. */
  readonly region: string;
  /**
   * More blocks of addresses, /16 to /30, for subnets of your own; no two may overlap.
   *
   * @default - none
   */
  readonly moreCidrBlocks?: readonly string[];
  /**
   * VCN and subnets that are there already.
   *
   * @default - a new VCN with three subnets
   */
  readonly existing?: ExistingNetwork;
  /**
   * A way to a shell on the servers.
   *
   * @default - none, and no port for it
   */
  readonly bastion?: BastionOptions;
  /**
   * Whether the stack's logs refuse to be destroyed until this is set to false and applied.
   *
   * @default true
   */
  readonly deletionProtected?: boolean;
  /**
   * E-mail address that alarms of all tiers write to.
   *
   * @default - nobody, until somebody subscribes to the topic
   */
  readonly alarmEmail?: string;
  /**
   * OCID of a Notifications topic that is there already and hears about everything, in place of a topic of its own.
   *
   * @default - a topic of its own
   */
  readonly alarmTopicId?: string;
  /**
   * Monthly budget of the compartment, of which `alarmEmail` hears: a whole number in the currency of the tenancy's
   * contract. Not with `alarmTopicId`: a budget writes mail and knows no topic.
   *
   * @default - no budget
   */
  readonly monthlyBudget?: number;
}

/** A VCN with three regional subnets: `public`, `web` and `data`. */
export class TieredNetwork extends Construct implements contract.ITieredNetwork, INetwork {
  readonly cidrBlock: string;
  /** All blocks of addresses that are known of it, the first of them included. */
  readonly cidrBlocks: readonly string[];
  /** Compartment that holds the network and all that stands in it. */
  readonly compartmentId: string;
  /** Tenancy that the compartment belongs to. */
  readonly tenancyId: string;
  /** Region that holds the network. */
  readonly region: string;
  /** OCID of the VCN. */
  readonly vcnId: string;
  /** The region's availability domains: three, or one in smaller regions. */
  readonly availabilityDomains: DataOciIdentityAvailabilityDomains;
  /** Logs and alarms of all tiers. */
  readonly monitoring: Monitoring;
  /** The way to a shell on the servers, where there is one. */
  readonly bastion: Bastion | undefined;

  private readonly services: Services;
  private readonly subnetIds: Vcn["subnetIds"];

  constructor(scope: Construct, id: string, props: TieredNetworkProps) {
    super(scope, id);
    checkNetworkProps(this, props);
    this.checkPlace(props);
    this.compartmentId = props.compartmentId;
    this.tenancyId = props.tenancyId;
    this.region = props.region;
    this.availabilityDomains = new DataOciIdentityAvailabilityDomains(this, "availability-domains", {
      compartmentId: this.tenancyId,
    });
    this.services = new Services(this, "services");
    const { vcnId, subnetIds, cidrBlock } = props.existing
      ? this.useExisting(props, props.existing)
      : this.createNew(props);
    this.vcnId = vcnId;
    this.subnetIds = subnetIds;
    this.cidrBlock = cidrBlock;
    this.cidrBlocks = [cidrBlock, ...(props.moreCidrBlocks ?? [])];
    this.monitoring = new Monitoring(this, "watch", {
      compartmentId: this.compartmentId,
      email: props.alarmEmail ?? "",
      ...(props.alarmTopicId !== undefined && { existingTopicId: props.alarmTopicId }),
      deletionProtected: props.deletionProtected ?? true,
    });
    if (props.monthlyBudget !== undefined) this.createBudget(props.monthlyBudget, props);
    this.bastion = props.bastion && this.createBastion(props.bastion);
    if (props.flowLogs) this.logFlows(props.logRetentionDays ?? defaultLogRetentionDays);
  }

  /** OCID of a tier's subnet; it spans all availability domains. */
  subnetIdOf(tier: Tier): string {
    return this.subnetIds[tier];
  }

  /**
   * Lets the servers behind `client` reach what they need outside the network, by HTTPS alone.
   *
   * That is Oracle's own services through the service gateway: packages, artifact, secrets, identity, logs and metrics
   * all come from there or go there. A route to the internet through NAT exists, but no rule opens it.
   */
  allowEgress(client: NetworkSecurityGroup): void {
    client.allowToServices(this.services.label, 443, "packages, artifact and secrets from Oracle services");
  }

  /** Lets the bastion open a shell on the servers behind `server`, where there is a bastion. */
  allowShell(server: NetworkSecurityGroup): void {
    this.allowBastion(server, "shell through the bastion");
  }

  /** Lets the bastion connect to `server` on the port that its sessions lead to, where there is a bastion. */
  allowBastion(server: NetworkSecurityGroup, description: string): void {
    if (this.bastion) server.allowFromAddress(this.bastion.address, this.bastion.port, description);
  }

  private createNew(props: TieredNetworkProps): Vcn & { cidrBlock: string } {
    const { cidrBlock = defaultCidrBlock, moreCidrBlocks = [] } = props;
    checkCidrBlocks(this, cidrBlock, moreCidrBlocks);
    const vcn = createVcn(this, {
      compartmentId: this.compartmentId,
      cidrBlocks: [cidrBlock, ...moreCidrBlocks],
      services: this.services,
      bastionPort: props.bastion && (props.bastion.port ?? shellPort),
    });
    return { ...vcn, cidrBlock };
  }

  private useExisting(props: TieredNetworkProps, existing: ExistingNetwork): Vcn & { cidrBlock: string } {
    for (const prop of ["cidrBlock", "moreCidrBlocks", "bastion"] as const)
      requireThat(
        this,
        prop,
        props[prop],
        "be left out where `existing` says which network to use",
        (value) => value === undefined,
      );
    return useNetwork(this, existing);
  }

  private createBudget(
    monthlyAmount: number,
    { alarmEmail: email = "", alarmTopicId }: TieredNetworkProps,
  ): void {
    requireThat(
      this,
      "monthlyBudget",
      monthlyAmount,
      "be left out where alarms go to a topic that is there already, because a budget writes mail and knows no topic",
      () => alarmTopicId === undefined,
    );
    new Budget(this, "budget", { place: this, monthlyAmount, email });
  }

  private createBastion(options: BastionOptions): Bastion {
    const { compartmentId } = this;
    return new Bastion(this, "bastion", { ...options, compartmentId, subnetId: this.subnetIdOf("web") });
  }

  private logFlows(retentionDays: number): void {
    for (const tier of ["public", "web", "data"] as const)
      this.monitoring.logService(this, `${tier}-flows`, {
        service: "flowlogs",
        category: "all",
        resource: this.subnetIdOf(tier),
        retentionDays,
      });
  }

  private checkPlace({ compartmentId, tenancyId, region }: TieredNetworkProps): void {
    // The root compartment is the tenancy itself.
    requireThat(
      this,
      "compartmentId",
      compartmentId,
      "be the OCID of a compartment, such as ocid1.compartment.oc1..aaaa",
      (ocid) => /^ocid1\.(compartment|tenancy)\.[a-z0-9]+\.[a-z0-9-]*\.\S+$/.test(ocid),
    );
    requireThat(
      this,
      "tenancyId",
      tenancyId,
      "be the OCID of a tenancy, such as ocid1.tenancy.oc1..aaaa",
      (ocid) => /^ocid1\.tenancy\.[a-z0-9]+\.[a-z0-9-]*\.\S+$/.test(ocid),
    );
    requireThat(this, "region", region, "be a region's name such as us-ashburn-1", isRegionName);
  }
}
