import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { describe, expect, test } from "@jest/globals";
import { CustomerKey, type PrivateDatabaseProps, Monitoring } from "../../../../constructs/aws";
import { resolve, resources, theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";
import { watchWith } from "./watch-with";

const alarms = (databaseProps: Partial<PrivateDatabaseProps> = {}) =>
  new Map(
    resources(watchWith({}, databaseProps).stack, CloudwatchMetricAlarm).map((alarm) => [
      (alarm.alarm_name as string).replace("test-watch-", ""),
      alarm,
    ]),
  );

describe("alarms on AWS", () => {
  test("are on what visitors notice, and on what they would notice soon", () => {
    expect([...alarms().keys()].sort()).toEqual([
      "database-connections",
      "database-cpu",
      "database-memory",
      "database-storage",
      "database-swap",
      "errors",
      "latency",
      "no-capacity",
      "server-cpu",
      "unhealthy-servers",
    ]);
  });

  test("say when they go off and when it is over, to the topic", () => {
    const { stack, watch } = watchWith();
    const topic = [resolve(stack, watch.topicArn)];
    for (const alarm of resources(stack, CloudwatchMetricAlarm))
      expect(alarm).toMatchObject({ alarm_actions: topic, ok_actions: topic });
  });

  test("say what silence means: trouble where there is always something to measure", () => {
    const silence = [...alarms()].filter(([, { treat_missing_data }]) => treat_missing_data === "breaching");
    expect(silence.map(([name]) => name).sort()).toEqual(["database-cpu", "no-capacity"]);
    for (const { treat_missing_data } of alarms().values())
      expect(["breaching", "notBreaching"]).toContain(treat_missing_data);
  });

  test("go off within 15 minutes, and never ask for more bad periods than there are", () => {
    for (const { period = 300, evaluation_periods, datapoints_to_alarm } of alarms().values()) {
      expect(period * evaluation_periods).toBeLessThanOrEqual(900);
      expect(datapoints_to_alarm ?? evaluation_periods).toBeLessThanOrEqual(evaluation_periods);
    }
  });

  test("notice servers that replace each other and none gets healthy, in whatever zone", () => {
    expect(alarms().get("unhealthy-servers")).toMatchObject({
      statistic: "Maximum",
      evaluation_periods: 15,
      datapoints_to_alarm: 6,
      period: 60,
    });
  });

  test("count errors by their share, also where there are none", () => {
    const { metric_query } = alarms().get("errors")!;
    expect(metric_query[0]).toMatchObject({
      expression: "100 * (FILL(balancer, 0) + FILL(servers, 0)) / requests",
      return_data: true,
    });
    expect(
      metric_query
        .slice(1)
        .map(({ id, metric }: { id: string; metric: { metric_name: string } }) => [id, metric.metric_name]),
    ).toEqual([
      ["requests", "RequestCount"],
      ["balancer", "HTTPCode_ELB_5XX_Count"],
      ["servers", "HTTPCode_Target_5XX_Count"],
    ]);
  });

  test("look at one visitor in twenty, not at the average one", () => {
    const latency = alarms().get("latency")!;
    expect(latency).toMatchObject({
      extended_statistic: "p95",
      evaluate_low_sample_count_percentiles: "ignore",
    });
    expect(latency).not.toHaveProperty("statistic");
    // Of the whole load balancer: another target group would begin without a past.
    expect(Object.keys(latency.dimensions as object)).toEqual(["LoadBalancer"]);
  });

  test("know how much memory the database has, and ring where little of it is free or much is on the disk", () => {
    const threshold = (instanceClass: string) =>
      alarms({ instanceClass }).get("database-memory")!.threshold as number;
    expect(threshold("db.t4g.micro")).toBe(Math.floor(2 ** 30 / 20));
    expect(threshold("db.m7g.2xlarge")).toBe(Math.floor((32 * 2 ** 30) / 20));
    expect(alarms().get("database-memory")).toMatchObject({
      metric_name: "FreeableMemory",
      comparison_operator: "LessThanThreshold",
    });
    expect(alarms().get("database-swap")).toMatchObject({
      metric_name: "SwapUsage",
      comparison_operator: "GreaterThanThreshold",
      threshold: 2 ** 29,
    });
  });

  test.each([
    ["db.t4g.micro", 64],
    ["db.t4g.medium", 256],
    ["db.m7g.large", 512],
    ["db.r7g.xlarge", 2048],
    ["db.r6i.8xlarge", 4000],
  ])("know how many connections %s takes", (instanceClass, threshold) => {
    expect(alarms({ instanceClass }).get("database-connections")).toMatchObject({
      metric_name: "DatabaseConnections",
      threshold,
    });
  });

  test("notice storage that did not grow by itself", () => {
    expect(alarms({ storageGiB: 40 }).get("database-storage")).toMatchObject({
      comparison_operator: "LessThanThreshold",
      threshold: 2 * 2 ** 30,
    });
  });
});

describe("the topic of alarms on AWS", () => {
  test("is encrypted by a key that CloudWatch may use", () => {
    const { stack } = watchWith();
    expect(theResource(stack, KmsKey)).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 7,
    });
    expect(theResource(stack, SnsTopic).kms_master_key_id).toContain(
      `aws_kms_key_policy.${theResource(stack, KmsKeyPolicy).logicalId}.`,
    );
    expect(theResource(stack, KmsKeyPolicy).policy).toContain('"cloudwatch.amazonaws.com"');
  });

  test("is published to by alarms and budget of this account", () => {
    const { stack } = watchWith();
    const { policy } = theResource(stack, SnsTopicPolicy);
    expect(JSON.parse(policy as string)).toMatchObject({
      Statement: [
        {
          Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] },
          Action: "sns:Publish",
          Condition: { StringEquals: { "aws:SourceAccount": expect.stringContaining("local.") } },
        },
      ],
    });
  });

  test("uses the key that it is given, and makes none", () => {
    const { stack, web, database } = webTierWith();
    const key = new CustomerKey(stack, "key", {
      region: "eu-west-1",
      deletionProtected: true,
      deletionWindowDays: 30,
    });
    new Monitoring(stack, "watch", { web, database, key });
    expect(theResource(stack, KmsKey).deletion_window_in_days).toBe(30);
    expect(theResource(stack, SnsTopic).kms_master_key_id).toBe(resolve(stack, key.arn));
  });

  test("writes mail only where an address was given", () => {
    expect(resources(watchWith().stack, SnsTopicSubscription)).toEqual([]);
    const { stack } = watchWith({ email: "somebody@example.com" });
    expect(theResource(stack, SnsTopicSubscription)).toMatchObject({
      protocol: "email",
      endpoint: "somebody@example.com",
    });
  });

  test("refuses what is no address", () => {
    expect(() => watchWith({ email: "somebody" })).toThrow(
      '[test/watch/topic] `email` must be an e-mail address such as ops@example.com, got "somebody"',
    );
  });
});

describe("a budget on AWS", () => {
  test("has a name of its own in each region, because budgets belong to an account", () => {
    expect(theResource(watchWith({ monthlyBudgetUsd: 100 }).stack, BudgetsBudget)).toMatchObject({
      name: "test-watch-eu-west-1",
      lifecycle: { ignore_changes: ["name"] },
    });
  });

  test("speaks at four fifths, and when the month will cost more", () => {
    expect(resources(watchWith().stack, BudgetsBudget)).toEqual([]);
    expect(theResource(watchWith({ monthlyBudgetUsd: 100 }).stack, BudgetsBudget)).toMatchObject({
      limit_amount: "100",
      limit_unit: "USD",
      time_unit: "MONTHLY",
      notification: [
        { notification_type: "ACTUAL", threshold: 80 },
        { notification_type: "FORECASTED", threshold: 100 },
      ],
    });
  });

  test("refuses a sum that is none", () => {
    expect(() => watchWith({ monthlyBudgetUsd: 0 })).toThrow(
      "[test/watch/budget] `monthlyUsd` must be a number of dollars above 0, got 0",
    );
  });
});
