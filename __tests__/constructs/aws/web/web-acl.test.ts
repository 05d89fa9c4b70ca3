import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { describe, expect, test } from "@jest/globals";
import { inventory, resolve, theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";

const { stack, web } = webTierWith({ webAcl: true });
const acl = theResource(stack, Wafv2WebAcl);

describe("a web ACL on AWS", () => {
  test("stands before the load balancer, and only where it was asked for", () => {
    const { resource_arn, web_acl_arn } = theResource(stack, Wafv2WebAclAssociation);
    expect(resource_arn).toBe(resolve(stack, web.loadBalancer.balancer.arn));
    expect(web_acl_arn).toBe(`\${aws_wafv2_web_acl.${acl.logicalId}.arn}`);
    expect(inventory(webTierWith().stack)).not.toHaveProperty("aws_wafv2_web_acl");
  });

  test("asks for known attackers, known attacks and what nobody sends by mistake, in this order", () => {
    const rules = acl.rule as {
      priority: number;
      statement: Record<string, { name: string; vendor_name: string }>;
    }[];
    const groups = [...rules]
      .sort((one, other) => one.priority - other.priority)
      .map(({ statement }) => statement.managed_rule_group_statement!);
    expect(groups).toEqual(
      ["AmazonIpReputationList", "KnownBadInputsRuleSet", "CommonRuleSet"].map((name) => ({
        name: `AWSManagedRules${name}`,
        vendor_name: "AWS",
      })),
    );
  });

  test("blocks what its rules would block, and counts nothing only; everybody else is let through", () => {
    for (const { override_action } of acl.rule) expect(override_action).toEqual({ none: {} });
    expect(acl.default_action).toEqual({ allow: {} });
  });
});
