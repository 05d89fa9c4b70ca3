import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { emailRule, isEmail, physicalName, requireThat } from "../../shared";
import { accountOf, type CustomerKey, databaseEventsService, document } from "../account";

/** Properties of {@link AlarmTopic}. */
export interface AlarmTopicProps {
  /** Key that encrypts messages; CloudWatch may use none of the keys that AWS keeps. */
  readonly key: CustomerKey;
  /**
   * Address that gets every message, once somebody there has confirmed it.
   *
   * @default - nobody gets mail
   */
  readonly email?: string | undefined;
  /** Whether RDS may publish what happens to databases of the account. */
  readonly databaseEvents: boolean;
}

/** Rule for the ARN of a topic, worded to follow "must". */
export const topicArnRule =
  "be the ARN of a standard SNS topic such as arn:aws:sns:us-east-1:111122223333:alarms";

/** Whether a topic could have that ARN; one that ends in `.fifo` takes no messages of CloudWatch, RDS and AWS Budgets. */
export function isTopicArn(arn: string): boolean {
  return /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/.test(arn);
}

/** An SNS topic for alarms, the budget and the database's events, with one e-mail subscription where an address was given. */
export class AlarmTopic extends Construct {
  /** ARN of the topic, usable once alarms may publish to it. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { key, email, databaseEvents }: AlarmTopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "topic", {
      name: physicalName(scope, 256),
      kmsMasterKeyId: key.arn,
    });
    this.arn = new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: document(statements(topic.arn, accountOf(this, topic.arn), databaseEvents)),
    }).arn;
    if (email === undefined) return;
    requireThat(this, "email", email, emailRule, isEmail);
    new SnsTopicSubscription(this, "email", { topicArn: topic.arn, protocol: "email", endpoint: email });
  }
}

function statements(topicArn: string, account: string, databaseEvents: boolean): object[] {
  const publishing = (sid: string, service: string | readonly string[]) => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sns:Publish",
    Resource: topicArn,
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  });
  return [
    publishing("AlarmsAndBudgetPublish", ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"]),
    ...(databaseEvents ? [publishing("DatabaseEventsPublish", databaseEventsService)] : []),
  ];
}
