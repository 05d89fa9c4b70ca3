import { DescribeAutoScalingGroupsCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeLoadBalancersCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { ListAliasesCommand } from "@aws-sdk/client-kms";
import { GetResourcesCommand } from "@aws-sdk/client-resource-groups-tagging-api";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { names } from "../../aws/names";
import { Refused } from "../support/aws-fake";
import { accountId, awsStage } from "../support/aws-stage";
import { aws, empty } from "../support/stacks";

const stage = awsStage();
const stack = aws();
const at = `us-east-1:${accountId}`;
const tags = [
  { Key: "application", Value: "counterpart" },
  { Key: "stack", Value: "aws-stack" },
];
const ask = (id: string) => stage.ask(names(stack).filter((question) => question.id === id));

/** Resources with the tags of the stack, by ARN. */
const own = (...arns: string[]) =>
  stage.fake.on(GetResourcesCommand, {
    ResourceTagMappingList: arns.map((ResourceARN) => ({ ResourceARN, Tags: tags })),
  });

/** Answers that make each name free or taken, and the ARN of its owner. */
const holders = {
  "load-balancer-name": {
    arn: `arn:aws:elasticloadbalancing:${at}:loadbalancer/app/aws-stack-web/1`,
    free: () => stage.fake.on(DescribeLoadBalancersCommand, new Refused("LoadBalancerNotFound")),
    taken: (arn: string) =>
      stage.fake.on(DescribeLoadBalancersCommand, {
        LoadBalancers: [{ LoadBalancerName: "aws-stack-web", LoadBalancerArn: arn }],
      }),
  },
  "log-group-names": {
    arn: `arn:aws:logs:${at}:log-group:/aws-stack/web`,
    // A name may begin as another does.
    free: () =>
      stage.fake.on(DescribeLogGroupsCommand, { logGroups: [{ logGroupName: "/aws-stack/web-of-another" }] }),
    taken: (arn: string) =>
      stage.fake.on(DescribeLogGroupsCommand, {
        logGroups: [{ logGroupName: "/aws-stack/web", arn: `${arn}:*` }],
      }),
  },
  "key-alias": {
    arn: `arn:aws:kms:${at}:key/key-1`,
    free: () => stage.fake.on(ListAliasesCommand, { Aliases: [{ AliasName: "alias/aws/ebs" }] }),
    taken: () =>
      stage.fake.on(ListAliasesCommand, {
        Aliases: [
          {
            AliasName: "alias/aws-stack-watch-key",
            AliasArn: `arn:aws:kms:${at}:alias/aws-stack-watch-key`,
            TargetKeyId: "key-1",
          },
        ],
      }),
  },
  "topic-name": {
    arn: `arn:aws:sns:${at}:aws-stack-watch`,
    free: () => stage.fake.on(GetTopicAttributesCommand, new Refused("NotFound")),
    taken: () => stage.fake.on(GetTopicAttributesCommand, { Attributes: {} }),
  },
  "alarm-names": {
    arn: `arn:aws:cloudwatch:${at}:alarm:aws-stack-watch-errors`,
    free: () => stage.fake.on(DescribeAlarmsCommand, { MetricAlarms: [] }),
    taken: (arn: string) =>
      stage.fake.on(DescribeAlarmsCommand, {
        MetricAlarms: [{ AlarmName: "aws-stack-watch-errors", AlarmArn: arn }],
      }),
  },
};

describe("names", () => {
  beforeEach(() => own());

  test("that Terraform works out are not asked about", () => {
    const asked = names(stack).map(({ id }) => id);
    expect(asked).toEqual([
      "load-balancer-name",
      "auto-scaling-group-name",
      "log-group-names",
      "key-alias",
      "topic-name",
      "alarm-names",
      "dashboard-name",
    ]);
    expect(names(empty())).toEqual([]);
  });

  test.each(Object.keys(holders) as (keyof typeof holders)[])(
    "%s: free, another's, or the stack's own",
    async (id) => {
      const { arn, free, taken } = holders[id];
      free();
      expect(await ask(id)).toMatchObject({ verdict: "ok", says: expect.stringMatching(/^no other /) });
      taken(arn);
      expect(await ask(id)).toMatchObject({ verdict: "failure", says: expect.stringContaining("aws-stack") });
      own(arn);
      expect(await ask(id)).toMatchObject({
        verdict: "ok",
        says: expect.stringContaining("the stack's own"),
      });
    },
  );

  test("are asked of the index by every tag of the stack", async () => {
    const filters: unknown[] = [];
    holders["topic-name"].taken();
    stage.fake.on(GetResourcesCommand, ({ json }) => {
      filters.push(json.TagFilters);
      return {};
    });
    await ask("topic-name");
    expect(filters).toEqual([
      [
        { Key: "application", Values: ["counterpart"] },
        { Key: "stack", Values: ["aws-stack"] },
      ],
    ]);
  });

  test("of Auto Scaling groups are the stack's by their own tags, which the index does not have", async () => {
    const group = (Tags: object[]) =>
      stage.fake.on(DescribeAutoScalingGroupsCommand, {
        AutoScalingGroups: [{ AutoScalingGroupName: "aws-stack-web", Tags }],
      } as never);
    stage.fake.on(DescribeAutoScalingGroupsCommand, { AutoScalingGroups: [] });
    expect(await ask("auto-scaling-group-name")).toMatchObject({ verdict: "ok" });
    group(tags);
    expect(await ask("auto-scaling-group-name")).toMatchObject({ verdict: "ok" });
    group(tags.slice(1));
    expect(await ask("auto-scaling-group-name")).toMatchObject({ verdict: "failure" });
  });

  test("of dashboards, which have no tags, are the stack's where anything is", async () => {
    stage.fake.on(ListDashboardsCommand, {
      DashboardEntries: [{ DashboardName: "aws-stack-web-us-east-1-too" }],
    });
    expect(await ask("dashboard-name")).toMatchObject({ verdict: "ok" });
    stage.fake.on(ListDashboardsCommand, {
      DashboardEntries: [{ DashboardName: "aws-stack-web-us-east-1" }],
    });
    expect(await ask("dashboard-name")).toMatchObject({ verdict: "failure" });
    own("arn:aws:anything");
    expect(await ask("dashboard-name")).toMatchObject({ verdict: "ok" });
  });

  test("of another environment are not the stack's own", async () => {
    const { arn, taken } = holders["topic-name"];
    taken();
    const Tags = [...tags, { Key: "environment", Value: "staging" }];
    stage.fake.on(GetResourcesCommand, { ResourceTagMappingList: [{ ResourceARN: arn, Tags }] });
    expect(await ask("topic-name")).toMatchObject({ verdict: "failure" });
  });

  test("are a warning where the index may not be asked whose they are", async () => {
    holders["topic-name"].taken();
    stage.fake.on(GetResourcesCommand, new Refused("AccessDeniedException"));
    expect(await ask("topic-name")).toMatchObject({
      verdict: "warning",
      unanswered: "not permitted",
      fix: expect.stringContaining("tag:GetResources"),
    });
  });
});
