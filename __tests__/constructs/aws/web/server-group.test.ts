import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { AutoscalingPolicy } from "@cdktf/provider-aws/lib/autoscaling-policy";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { Wafv2WebAcl } from "@cdktf/provider-aws/lib/wafv2-web-acl";
import { Wafv2WebAclAssociation } from "@cdktf/provider-aws/lib/wafv2-web-acl-association";
import { describe, expect, test } from "@jest/globals";
import { bootEnvironment, bootScriptOf } from "../../../support/boot";
import { resources, theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";

describe("servers on AWS", () => {
  test("become more or fewer by CPU and by requests", () => {
    const { stack } = webTierWith({ scaleAt: { cpuPercent: 50, requestsPerMinute: 900 } });
    const targets = resources(stack, AutoscalingPolicy).map(({ target_tracking_configuration: target }) => [
      target.predefined_metric_specification.predefined_metric_type as string,
      target.target_value as number,
    ]);
    expect(Object.fromEntries(targets)).toEqual({
      ASGAverageCPUUtilization: 50,
      ALBRequestCountPerTarget: 900,
    });
  });

  test("become more above 40 % CPU, or 100 requests a second for each, that their own load balancer counts", () => {
    const { stack } = webTierWith();
    const [balancer, targets] = [theResource(stack, Lb), theResource(stack, LbTargetGroup)];
    expect(
      resources(stack, AutoscalingPolicy).map(
        ({ target_tracking_configuration: target }) => target as object,
      ),
    ).toEqual([
      {
        target_value: 40,
        predefined_metric_specification: { predefined_metric_type: "ASGAverageCPUUtilization" },
      },
      {
        target_value: 6_000,
        predefined_metric_specification: {
          predefined_metric_type: "ALBRequestCountPerTarget",
          resource_label: `\${aws_lb.${balancer.logicalId}.arn_suffix}/\${aws_lb_target_group.${targets.logicalId}.arn_suffix}`,
        },
      },
    ]);
  });

  test("carry the tags that they are told to, on instance, disk and network interface", () => {
    const { stack } = webTierWith({ tags: { stack: "one" } });
    const { tag_specifications } = theResource(stack, LaunchTemplate);
    expect(tag_specifications.map(({ resource_type }: { resource_type: string }) => resource_type)).toEqual([
      "instance",
      "volume",
      "network-interface",
    ]);
    for (const { tags } of tag_specifications) expect(tags).toMatchObject({ stack: "one", Name: "test-web" });
    expect(theResource(stack, AutoscalingGroup).tag).toContainEqual({
      key: "stack",
      value: "one",
      propagate_at_launch: true,
    });
  });

  test("still answer until the load balancer has noticed that they stop, and it gives requests as long", () => {
    const { stack } = webTierWith();
    const { deregistration_delay, health_check } = theResource(stack, LbTargetGroup);
    const script = bootScriptOf(stack);
    const { DRAIN_SECONDS } = bootEnvironment(script, "serve");
    expect(Number(DRAIN_SECONDS)).toBeGreaterThanOrEqual(
      health_check.interval * health_check.unhealthy_threshold,
    );
    expect(deregistration_delay).toBe(DRAIN_SECONDS);
    const [, stop = ""] = /^TimeoutStopSec=(\d+)$/m.exec(script) ?? [];
    // 10 seconds are what the app takes at the most once it no longer listens.
    expect(Number(stop)).toBeGreaterThan(Number(DRAIN_SECONDS) + 10);
  });

  test("ship their logs to a group that exists before them and forgets", () => {
    const { stack } = webTierWith({ logRetentionDays: 60 });
    const group = resources(stack, CloudwatchLogGroup).find(({ name }) => name === "/test/web")!;
    expect(group.retention_in_days).toBe(60);
    expect(theResource(stack, AutoscalingGroup).depends_on).toContain(
      `aws_cloudwatch_log_group.${group.logicalId}`,
    );
    expect(bootScriptOf(stack)).toContain("dnf install amazon-cloudwatch-agent");
  });
});

describe("access logs of the load balancer on AWS", () => {
  const { stack } = webTierWith({ logRetentionDays: 60 });
  const policy = resources(stack, S3BucketPolicy).find(({ logicalId }) => logicalId.includes("access-logs"))!;

  test("are on, and only once the bucket lets them in", () => {
    const balancer = theResource(stack, Lb);
    expect(balancer.access_logs).toMatchObject({ enabled: true });
    expect(balancer.depends_on).toContain(`aws_s3_bucket_policy.${policy.logicalId}`);
  });

  test("are written by the load balancer's own service, below this account's prefix", () => {
    const { Statement } = JSON.parse(policy.policy as string) as { Statement: object[] };
    expect(Statement).toContainEqual({
      Sid: "LoadBalancerWrites",
      Effect: "Allow",
      Principal: { Service: "logdelivery.elasticloadbalancing.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: expect.stringMatching(/^\$\{aws_s3_bucket\.[\w-]+\.arn\}\/AWSLogs\/\$\{local\.[\w-]+\}\/\*$/),
    });
  });

  test("lie under the only key that the load balancer can use, and are forgotten in time", () => {
    const of = (type: { tfResourceType: string }) =>
      resources(stack, type).find(({ logicalId }) => logicalId.includes("access-logs"))!;
    expect(of(S3BucketServerSideEncryptionConfigurationA).rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
    expect(of(S3BucketLifecycleConfiguration).rule[0].expiration).toEqual([{ days: 60 }]);
  });
});

describe("a web ACL on AWS", () => {
  test("stands before the load balancer only when asked", () => {
    expect(resources(webTierWith().stack, Wafv2WebAcl)).toEqual([]);
    const { stack } = webTierWith({ webAcl: true });
    expect(theResource(stack, Wafv2WebAclAssociation).resource_arn).toBe(
      `\${aws_lb.${theResource(stack, Lb).logicalId}.arn}`,
    );
  });

  test("has rules that AWS maintains, and logs what it saw", () => {
    const { stack } = webTierWith({ webAcl: true });
    const { rule } = theResource(stack, Wafv2WebAcl);
    expect(
      rule.map(
        ({ statement }: { statement: { managed_rule_group_statement: { name: string } } }) =>
          statement.managed_rule_group_statement.name,
      ),
    ).toEqual([
      "AWSManagedRulesAmazonIpReputationList",
      "AWSManagedRulesKnownBadInputsRuleSet",
      "AWSManagedRulesCommonRuleSet",
    ]);
    expect(resources(stack, CloudwatchLogGroup).map(({ name }) => name as string)).toContain(
      "aws-waf-logs-test-web-web-acl",
    );
  });
});
