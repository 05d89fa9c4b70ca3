import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { Wafv2WebAclLoggingConfiguration } from "@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration";
import { Construct } from "constructs";
import { physicalName } from "../../shared";
import { type CustomerKey, logGroup } from "../account";

/** Properties of {@link WebAcl}. */
export interface WebAclProps {
  /** ARN of the load balancer that it stands before. */
  readonly loadBalancerArn: string;
  /** Days that its log is kept. */
  readonly logRetentionDays: number;
  /** Whether the log refuses to be destroyed. */
  readonly deletionProtected: boolean;
  /**
   * Key that encrypts the log.
   *
   * @default - the key that AWS keeps for CloudWatch Logs
   */
  readonly key?: CustomerKey | undefined;
}

// In the order in which they are asked: the cheapest question first.
const managedRules = [
  "AWSManagedRulesAmazonIpReputationList",
  "AWSManagedRulesKnownBadInputsRuleSet",
  "AWSManagedRulesCommonRuleSet",
];

/** A web ACL with rules that AWS maintains: known attackers, known attacks, and what nobody sends by mistake. */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, props: WebAclProps) {
    super(scope, id);
    const name = physicalName(this, 100);
    const acl = new Wafv2WebAcl(this, "acl", {
      name,
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      visibilityConfig: visible(name),
      rule: managedRules.map((rules, index) => ({
        name: rules,
        priority: index,
        overrideAction: { none: {} },
        statement: { managed_rule_group_statement: { name: rules, vendor_name: "AWS" } },
        visibilityConfig: visible(rules),
      })),
    });
    new Wafv2WebAclAssociation(this, "association", {
      resourceArn: props.loadBalancerArn,
      webAclArn: acl.arn,
    });
    // WAF takes no group by another beginning.
    const log = logGroup(this, "log", {
      name: `aws-waf-logs-${name}`,
      retentionDays: props.logRetentionDays,
      deletionProtected: props.deletionProtected,
      key: props.key,
    });
    new Wafv2WebAclLoggingConfiguration(this, "logging", {
      resourceArn: acl.arn,
      logDestinationConfigs: [log.arn],
    });
  }
}

function visible(metricName: string) {
  return { cloudwatchMetricsEnabled: true, metricName, sampledRequestsEnabled: true };
}
