import { paginateListSubscriptionsByTopic } from "@aws-sdk/client-sns";
import { readReference } from "../../proofs/aws/references";
import { ok, type Question, warning } from "../question";
import { literal, type Stack } from "../stack";
import type { AwsAccount } from "./account";
import { unlessMissing } from "./errors";
import { topicArn } from "./named";
import { collect } from "./pages";

/** Asks whether whoever is to hear of alarms has confirmed it. */
export function subscriptions(stack: Stack): readonly Question<AwsAccount>[] {
  return stack
    .all("aws_sns_topic_subscription")
    .filter(({ protocol }) => protocol === "email")
    .flatMap(({ topic_arn, endpoint }): Question<AwsAccount>[] => {
      const topic = topicName(stack, topic_arn);
      const address = literal(endpoint);
      return topic === undefined || address === undefined ? [] : [confirmed(topic, address)];
    });
}

function confirmed(topic: string, address: string): Question<AwsAccount> {
  return {
    id: "alarm-email",
    asks: `Has ${address} confirmed that it hears of alarms?`,
    needs: ["sns:ListSubscriptionsByTopic"],
    link: "https://docs.aws.amazon.com/sns/latest/dg/sns-email-notifications.html",
    answer: async (account) => {
      const TopicArn = await topicArn(topic, account);
      const pages = collect(
        paginateListSubscriptionsByTopic({ client: account.topics }, { TopicArn }),
        (page) => page.Subscriptions,
      );
      const found = (await unlessMissing(pages, /^NotFound/)) ?? [];
      const own = found.filter(({ Endpoint }) => Endpoint === address);
      if (own.length === 0) return ok(`${address} is asked to confirm by the next deployment`);
      if (own.every(({ SubscriptionArn }) => SubscriptionArn === "PendingConfirmation"))
        return warning(
          `${address} has not confirmed, so nobody hears of alarms`,
          "have whoever reads that address follow the link in AWS's mail",
        );
      return ok(`${address} hears of alarms`);
    },
  };
}

function topicName(stack: Stack, topicArn: unknown): string | undefined {
  const [, , , , , name] = literal(topicArn)?.split(":") ?? [];
  if (name !== undefined) return name;
  const { type, name: id } = readReference(String(topicArn));
  return literal(stack.json.resource[type]?.[id]?.name);
}
