import { all, type AwsChange } from "./aws-bases";

/** What each key of the context about alarms and budgets does to a running stack on AWS. */
export const awsWatchContext: readonly AwsChange[] = [
  {
    option: "awsAlarmTopicArn",
    base: "lab",
    change: "comes",
    to: { context: { awsAlarmTopicArn: "arn:aws:sns:us-east-1:123456789012:alarms" } },
    effect: "in place",
    gone: ["aws_kms_alias", "aws_kms_key", "aws_kms_key_policy", "aws_sns_topic", "aws_sns_topic_policy"],
  },
  {
    option: "awsAlarmEmail",
    base: "lab",
    change: "comes",
    to: { context: { awsAlarmEmail: "ops@example.com" } },
    effect: "in place",
  },
  {
    option: "awsAlarmEmail",
    base: all,
    change: "another address",
    to: { context: { awsAlarmEmail: "on-call@example.com" } },
    effect: "in place",
    gone: ["aws_sns_topic_subscription"],
    note: "nobody hears of alarms until the mail from AWS is confirmed",
  },
  {
    option: "awsAlarmEmail",
    base: all,
    change: "goes",
    to: { context: { awsAlarmEmail: "" } },
    effect: "in place",
    gone: ["aws_db_event_subscription", "aws_sns_topic_subscription"],
  },
  {
    option: "noAlarmEmailBecause",
    base: "production",
    change: "comes",
    to: { context: { noAlarmEmailBecause: "the team watches the topic by itself" } },
    effect: "nothing",
  },
  {
    option: "awsMonthlyBudgetUsd",
    base: "lab",
    change: "comes",
    to: { context: { awsMonthlyBudgetUsd: 50 } },
    effect: "in place",
  },
  {
    option: "awsMonthlyBudgetUsd",
    base: all,
    change: "another sum",
    to: { context: { awsMonthlyBudgetUsd: 200 } },
    effect: "in place",
  },
  {
    option: "awsMonthlyBudgetUsd",
    base: all,
    change: "goes",
    to: { context: { awsMonthlyBudgetUsd: "" } },
    effect: "in place",
    gone: ["aws_budgets_budget"],
  },
];
