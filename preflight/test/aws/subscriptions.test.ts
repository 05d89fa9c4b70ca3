import { ListSubscriptionsByTopicCommand } from "@aws-sdk/client-sns";
import { describe, expect, test } from "@jest/globals";
import { subscriptions } from "../../aws/subscriptions";
import { Refused } from "../support/aws-fake";
import { accountId, awsStage } from "../support/aws-stage";
import { aws } from "../support/stacks";

const stage = awsStage();
const stack = aws();
const at = `us-east-1:${accountId}`;

describe("whoever hears of alarms", () => {
  const email = "ops@example.com";
  const askOf = () => stage.ask(subscriptions(aws({ alarmEmail: email })));
  const subscribed = (SubscriptionArn: string, Endpoint = email) =>
    stage.fake.on(ListSubscriptionsByTopicCommand, {
      Subscriptions: [{ SubscriptionArn, Endpoint, Protocol: "email" }],
    });

  test("is asked by the first deployment", async () => {
    stage.fake.on(ListSubscriptionsByTopicCommand, new Refused("NotFound"));
    expect(await askOf()).toMatchObject({
      verdict: "ok",
      says: expect.stringContaining("is asked to confirm"),
    });
    subscribed("arn:aws:sns:x", "others@example.com");
    expect(await askOf()).toMatchObject({
      verdict: "ok",
      says: expect.stringContaining("is asked to confirm"),
    });
  });

  test("hears of none before it has confirmed", async () => {
    subscribed("PendingConfirmation");
    expect(await askOf()).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining("has not confirmed"),
    });
    subscribed(`arn:aws:sns:${at}:aws-stack-watch:1`);
    expect(await askOf()).toMatchObject({ verdict: "ok", says: "ops@example.com hears of alarms" });
  });

  test("is nobody without an address", () => {
    expect(subscriptions(stack)).toEqual([]);
  });
});
