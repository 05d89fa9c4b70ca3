import type { IConstruct } from "constructs";
import { requireThat } from "./errors";
import { cidrBlockRule, isCidrBlock } from "./subnet-plan";

/** What every cloud's network can be told. */
export interface TieredNetworkProps {
  /**
   * Addresses of the whole network: an IPv4 block from /16 to /22, written at its network address.
   *
   * @default "10.0.0.0/16"
   */
  readonly cidrBlock?: string;
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
export function checkNetworkProps(scope: IConstruct, { cidrBlock }: TieredNetworkProps): void {
  if (cidrBlock !== undefined) requireThat(scope, "cidrBlock", cidrBlock, cidrBlockRule, isCidrBlock);
}
