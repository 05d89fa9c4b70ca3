import { CoreNetworkSecurityGroupSecurityRule } from "@cdktf/provider-oci/lib/core-network-security-group-security-rule";
import type { TerraformStack } from "cdktf";
import { resources } from "../../support/synth";

/** One rule of one firewall. */
export interface Rule {
  readonly group: string;
  readonly direction: string;
  readonly peer: string;
  readonly port: number;
}

/** Every rule of every firewall: whose it is, which way, whom it names, which port. */
export function rules(stack: TerraformStack): Rule[] {
  const short = (reference: string) =>
    /security_group\.(\w+?)_?(?:firewall_)?group_/.exec(reference.replaceAll("-", "_"))?.[1] ??
    (reference.includes("oci_core_services") ? "Oracle services" : reference);
  return resources(stack, CoreNetworkSecurityGroupSecurityRule).map((rule) => ({
    group: short(rule.network_security_group_id as string),
    direction: rule.direction as string,
    peer: short((rule.source ?? rule.destination) as string),
    port: rule.tcp_options.destination_port_range.min as number,
  }));
}
