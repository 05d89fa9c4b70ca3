import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { describe, expect, test } from "@jest/globals";
import { isTopicArn } from "../../../../constructs/aws";
import { resolve, resources, synth, theResource } from "../../../support/synth";
import { watchWith } from "./watch-with";

describe("events of the database on AWS", () => {
  const topic = "arn:aws:sns:eu-west-1:111122223333:alarms";
  const statementsOf = (policy: unknown) =>
    (JSON.parse(policy as string) as { Statement: { Sid: string; Principal: { Service?: unknown } }[] })
      .Statement;

  test("reach the topic where somebody hears it, which RDS may publish to and encrypt for", () => {
    const { stack, watch } = watchWith({ email: "ops@example.com" });
    const instance = theResource(stack, DbInstance).logicalId;
    expect(theResource(stack, DbEventSubscription)).toMatchObject({
      sns_topic: resolve(stack, watch.topicArn),
      source_type: "db-instance",
      source_ids: [`\${aws_db_instance.${instance}.identifier}`],
      event_categories: expect.arrayContaining(["failover", "failure", "low storage", "maintenance"]),
    });
    for (const policy of [theResource(stack, SnsTopicPolicy).policy, theResource(stack, KmsKeyPolicy).policy])
      expect(statementsOf(policy).at(-1)).toMatchObject({
        Principal: { Service: "events.rds.amazonaws.com" },
        Condition: { StringEquals: { "aws:SourceAccount": expect.stringContaining("local.") } },
      });
  });

  test("are nobody's where nobody hears, and RDS may do nothing then", () => {
    const { stack } = watchWith();
    expect(resources(stack, DbEventSubscription)).toEqual([]);
    expect(JSON.stringify(synth(stack))).not.toContain("events.rds.amazonaws.com");
  });

  test("go with alarms and budget to a topic that is there already, and none is made", () => {
    const { stack } = watchWith({ existingTopicArn: topic, monthlyBudgetUsd: 100 });
    expect(theResource(stack, DbEventSubscription).sns_topic).toBe(topic);
    expect(theResource(stack, BudgetsBudget).notification).toEqual([
      expect.objectContaining({ subscriber_sns_topic_arns: [topic] }),
      expect.objectContaining({ subscriber_sns_topic_arns: [topic] }),
    ]);
    for (const alarm of resources(stack, CloudwatchMetricAlarm)) expect(alarm.alarm_actions).toEqual([topic]);
    for (const type of [SnsTopic, SnsTopicPolicy, KmsKey]) expect(resources(stack, type)).toEqual([]);
  });

  test.each([
    "arn:aws:sns:eu-west-1:111122223333:alarms.fifo",
    "arn:aws:sqs:eu-west-1:111122223333:alarms",
    "arn:aws:sns:eu-west-1:111122223333:",
    "alarms",
  ])("go to no %s", (arn) => {
    expect(isTopicArn(arn)).toBe(false);
  });
});
