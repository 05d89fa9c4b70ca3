import { Construct } from "constructs";
import { AlarmTopic } from "./alarm-topic";
import { Alarms, type WatchedWebTier } from "./alarms";
import { Budget } from "./budget";
import { CustomerKey } from "../account";
import { DatabaseEvents } from "./database-events";
import type { PrivateDatabase } from "../database";

/** Properties of {@link Monitoring}. */
export interface MonitoringProps {
  /** Web tier to watch. */
  readonly web: WatchedWebTier;
  /** Database to watch. */
  readonly database: PrivateDatabase;
  /**
   * Address that gets a mail about every alarm, once somebody there has confirmed it.
   *
   * @default - nobody gets mail
   */
  readonly email?: string | undefined;
  /**
   * ARN of a topic that exists and hears about everything, in place of a topic of its own: its policy, and that of the key that
   * encrypts it, must let CloudWatch, RDS and AWS Budgets publish.
   *
   * @default - a topic of its own
   */
  readonly existingTopicArn?: string | undefined;
  /**
   * US dollars a month that the account may cost before the same topic hears about it.
   *
   * @default - no budget
   */
  readonly monthlyBudgetUsd?: number | undefined;
  /**
   * Key that encrypts messages.
   *
   * @default - a key for this alone
   */
  readonly key?: CustomerKey | undefined;
}

/**
 * CloudWatch alarms on every tier, the SNS topic that hears about them, and a budget where one was given. Where somebody listens,
 * the topic hears of what RDS does to the database, too.
 */
export class Monitoring extends Construct {
  /** ARN of the topic, for those who would rather not be told by mail. */
  readonly topicArn: string;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    const { web, database, email, monthlyBudgetUsd, existingTopicArn } = props;
    const isHeard = email !== undefined || existingTopicArn !== undefined;
    this.topicArn = existingTopicArn ?? this.createTopic(props);
    if (isHeard) new DatabaseEvents(this, "database-events", { database, topicArn: this.topicArn });
    new Alarms(this, "alarms", { web, database, topicArn: this.topicArn });
    if (monthlyBudgetUsd !== undefined)
      new Budget(this, "budget", {
        monthlyUsd: monthlyBudgetUsd,
        topicArn: this.topicArn,
        region: database.region,
      });
  }

  private createTopic({ database, email, key }: MonitoringProps): string {
    const databaseEvents = email !== undefined;
    return new AlarmTopic(this, "topic", {
      key: key ?? this.createKey(database.region, databaseEvents),
      email,
      databaseEvents,
    }).arn;
  }

  // It encrypts nothing that outlives a message.
  private createKey(region: string, databaseEvents: boolean): CustomerKey {
    return new CustomerKey(this, "key", {
      region,
      deletionProtected: false,
      deletionWindowDays: 7,
      databaseEvents,
    });
  }
}
