import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { emailRule, isEmail, physicalName, requireThat } from "../../shared";
import { accountOf, type CustomerKey, document } from "../account";

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
}

/** An SNS topic for alarms and the budget, with one e-mail subscription where an address was given. */
export class AlarmTopic extends Construct {
  /** ARN of the topic, usable once alarms may publish to it. */
  readonly arn: string;

  constructor(scope: Construct, id: string, { key, email }: AlarmTopicProps) {
    super(scope, id);
    const topic = new SnsTopic(this, "topic", {
      name: physicalName(scope, 256),
      kmsMasterKeyId: key.arn,
    });
    this.arn = new SnsTopicPolicy(this, "policy", {
      arn: topic.arn,
      policy: publishing(topic.arn, accountOf(this, topic.arn)),
    }).arn;
    if (email === undefined) return;
    requireThat(this, "email", email, emailRule, isEmail);
    new SnsTopicSubscription(this, "email", { topicArn: topic.arn, protocol: "email", endpoint: email });
  }
}

function publishing(topicArn: string, account: string): string {
  return document([
    {
      Sid: "AlarmsAndBudgetPublish",
      Effect: "Allow",
      Principal: { Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { StringEquals: { "aws:SourceAccount": account } },
    },
  ]);
}
