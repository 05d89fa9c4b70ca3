import { isIPv4 } from "node:net";
import { BastionBastion } from "@cdktf/provider-oci/lib/bastion-bastion";
import { CoreSecurityList } from "@cdktf/provider-oci/lib/core-security-list";
import type { CoreVcn } from "@cdktf/provider-oci/lib/core-vcn";
import { Construct } from "constructs";
import { requireThat } from "../../shared";
import { dnsLabel, physicalName } from "../account";

/** Rule for the networks that sessions may come from, worded to follow "must". */
export const bastionRule = "be 1 to 20 different IPv4 blocks from /8 to /32, such as 203.0.113.0/24";

/** Port of SSH. */
export const shellPort = 22;

/** Options of OCI Bastion: who may open a shell on a server, never directly. */
export interface BastionOptions {
  /** Networks that sessions may come from, such as `203.0.113.0/24`; the whole internet is refused. */
  readonly allowFrom: readonly string[];
  /**
   * Minutes after which a session ends, 30 to 180.
   *
   * @default 180
   */
  readonly sessionMinutes?: number;
  /**
   * TCP port in the web tier that sessions lead to: 22 for a shell, 6443 for the Kubernetes API.
   *
   * @default 22
   */
  readonly port?: number;
}

/** Properties of {@link Bastion}. */
export interface BastionProps extends BastionOptions {
  /** Compartment that holds it. */
  readonly compartmentId: string;
  /** Subnet that it leads to. */
  readonly subnetId: string;
}

/** OCI Bastion before the web tier: sessions need IAM rights, end by themselves and are in the audit log. */
export class Bastion extends Construct {
  /** IPv4 address from which sessions reach the servers. */
  readonly address: string;
  /** OCID of the bastion. */
  readonly bastionId: string;
  /** TCP port that sessions lead to. */
  readonly port: number;

  constructor(scope: Construct, id: string, props: BastionProps) {
    super(scope, id);
    checkBastion(this, props);
    this.port = props.port ?? shellPort;
    const bastion = new BastionBastion(this, "bastion", {
      bastionType: "STANDARD",
      compartmentId: props.compartmentId,
      targetSubnetId: props.subnetId,
      name: dnsLabel(physicalName(scope)),
      clientCidrBlockAllowList: [...props.allowFrom],
      maxSessionTtlInSeconds: (props.sessionMinutes ?? 180) * 60,
    });
    this.address = bastion.privateEndpointIpAddress;
    this.bastionId = bastion.id;
  }
}

/**
 * Lets a bastion's endpoint speak to servers of its own subnet. The endpoint has no security group, so it takes a list;
 * the list lets nothing in, and servers admit the endpoint's address alone.
 */
export function shellSecurityList(
  scope: Construct,
  vcn: CoreVcn,
  cidrBlock: string,
  port: number,
): CoreSecurityList {
  return new CoreSecurityList(scope, "shell-security-list", {
    compartmentId: vcn.compartmentId,
    vcnId: vcn.id,
    displayName: `${physicalName(scope)}-shell`,
    egressSecurityRules: [
      {
        protocol: "6",
        destinationType: "CIDR_BLOCK",
        destination: cidrBlock,
        stateless: false,
        tcpOptions: { min: port, max: port },
        description: "sessions of the bastion",
      },
    ],
  });
}

function checkBastion(scope: Construct, { allowFrom, sessionMinutes }: BastionProps): void {
  requireThat(
    scope,
    "bastion.allowFrom",
    allowFrom,
    bastionRule,
    (blocks) =>
      blocks.length >= 1 &&
      blocks.length <= 20 &&
      new Set(blocks).size === blocks.length &&
      blocks.every(isNarrow),
  );
  if (sessionMinutes !== undefined)
    requireThat(
      scope,
      "bastion.sessionMinutes",
      sessionMinutes,
      "be a whole number from 30 to 180",
      (minutes) => Number.isInteger(minutes) && minutes >= 30 && minutes <= 180,
    );
}

function isNarrow(block: string): boolean {
  const [address = "", length = "", ...rest] = block.split("/");
  return isIPv4(address) && /^([89]|[12]\d|3[0-2])$/.test(length) && rest.length === 0;
}
