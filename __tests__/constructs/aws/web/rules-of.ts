import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { expect } from "@jest/globals";
import type { TerraformStack } from "cdktf";
import { resources } from "../../../support/synth";

/** Every rule of a security group, as a sentence. */
export function rulesOf(stack: TerraformStack, groupId: string): string[] {
  const ingress = resources(stack, VpcSecurityGroupIngressRule);
  const egress = resources(stack, VpcSecurityGroupEgressRule);
  const sentence = (way: string) => (rule: Record<string, unknown>) => {
    expect(rule.description).toMatch(/\w/);
    expect(rule.ip_protocol).toBe("tcp");
    expect(rule.from_port).toBe(rule.to_port);
    const peer = (rule.cidr_ipv4 ?? rule.prefix_list_id ?? rule.referenced_security_group_id) as string;
    return `${way} ${peer} ${String(rule.to_port)}`;
  };
  const own = (rule: Record<string, unknown>) => rule.security_group_id === groupId;
  return [...ingress.filter(own).map(sentence("from")), ...egress.filter(own).map(sentence("to"))].sort();
}
