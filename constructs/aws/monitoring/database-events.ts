import { DbEventSubscription } from "@cdktf/provider-aws/lib/db-event-subscription";
import { Construct } from "constructs";
import { physicalName } from "../../shared";
import type { PrivateDatabase } from "../database";

/** Properties of {@link DatabaseEvents}. */
export interface DatabaseEventsProps {
  /** Database whose events they are. */
  readonly database: PrivateDatabase;
  /** ARN of the topic that hears of them. */
  readonly topicArn: string;
}

// What no metric tells, or tells late. Backups of every night are not among it; changes are, though most are a deployment's, because
// Security Hub asks for them (RDS.20):
// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.Messages.html
const categories = [
  "availability",
  "configuration change",
  "deletion",
  "failover",
  "failure",
  "low storage",
  "maintenance",
  "notification",
  "recovery",
  "restoration",
];

/** An RDS event subscription: the topic hears when the database fails over, restarts, recovers, is maintained or runs out of storage. */
export class DatabaseEvents extends Construct {
  constructor(scope: Construct, id: string, { database, topicArn }: DatabaseEventsProps) {
    super(scope, id);
    new DbEventSubscription(this, "subscription", {
      name: physicalName(this, 254),
      snsTopic: topicArn,
      sourceType: "db-instance",
      sourceIds: [database.instance.identifier],
      eventCategories: categories,
    });
  }
}
