import type { IConstruct } from "constructs";
import {
  checkLogRetention,
  cidrBlockRule,
  isCidrBlock,
  isPrivateBlock,
  privateBlockRule,
  requireThat,
} from "./shared";

/** Properties of {@link TieredNetwork}. */
export interface TieredNetworkProps {
  /**
   * Addresses of the whole network: a private IPv4 block from /16 to /22, written at its network address.
   *
   * @default "10.0.0.0/16"
   */
  readonly cidrBlock?: string;
  /**
   * Whether what servers need to reach the outside stands in every zone, so that none depends on another. Costs as many
   * times as much where that is one per zone; a gateway that spans all zones is redundant anyway.
   *
   * @default false
   */
  readonly redundant?: boolean;
  /**
   * Whether the network logs which connections were taken and which were refused.
   *
   * @default false
   */
  readonly flowLogs?: boolean;
  /**
   * Days that these logs are kept: 30, 60, 90, 120, 150 or 180.
   *
   * @default 30
   */
  readonly logRetentionDays?: number;
}

/**
 * A private network in three tiers.
 *
 * `public` holds the load balancer and is the only tier that the internet can reach; `web` holds the servers;
 * `data` holds the database and has no route to the internet, neither in nor out.
 */
export interface ITieredNetwork extends IConstruct {
  /** Addresses of the whole network, as given or defaulted. */
  readonly cidrBlock: string;
}

/**
 * Refuses values that no cloud takes.
 *
 * @param scope construct that was given the props
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkNetworkProps(
  scope: IConstruct,
  { cidrBlock, logRetentionDays }: TieredNetworkProps,
): void {
  checkLogRetention(scope, logRetentionDays);
  if (cidrBlock === undefined) return;
  requireThat(scope, "cidrBlock", cidrBlock, cidrBlockRule, isCidrBlock);
  requireThat(scope, "cidrBlock", cidrBlock, privateBlockRule, isPrivateBlock);
}
