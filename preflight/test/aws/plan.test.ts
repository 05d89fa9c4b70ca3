import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { profiles } from "../../../stacks/context/profiles";
import { accountPlan } from "../../aws/plan";
import { awsStage } from "../support/aws-stage";
import { serve, type Server, type WireAnswer, type WireRequest } from "../support/server";
import { aws, empty } from "../support/stacks";

const stage = awsStage();
let answer: (request: WireRequest) => WireAnswer;
let server: Server;

const json = (status: number, body: object): WireAnswer => ({
  status,
  contentType: "application/x-amz-json-1.0",
  body: JSON.stringify(body),
});
const plan = (accountPlanType: string, accountPlanStatus = "ACTIVE") => {
  answer = () => json(200, { accountId: "111122223333", accountPlanType, accountPlanStatus });
};

beforeAll(async () => {
  server = await serve((request) => answer(request));
  process.env.AWS_ENDPOINT_URL_FREETIER = server.url;
});
afterAll(() => server.close());

describe("the account's plan", () => {
  test("is asked for as AWS's API has it, and signed", async () => {
    const requests: WireRequest[] = [];
    answer = (request) => {
      requests.push(request);
      return json(200, { accountPlanType: "PAID", accountPlanStatus: "ACTIVE" });
    };
    expect(await stage.ask(accountPlan(aws()))).toMatchObject({ verdict: "ok" });
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: "POST",
      target: "/",
      headers: {
        "x-amz-target": "AWSFreeTierService.GetAccountPlanState",
        "content-type": "application/x-amz-json-1.0",
        authorization: expect.stringMatching(
          /^AWS4-HMAC-SHA256 Credential=fake\d+\/\d{8}\/us-east-1\/freetier\/aws4_request, SignedHeaders=.*host.*x-amz-target/,
        ),
      },
    });
  });

  test("that is free lets the lab's database be made, perhaps", async () => {
    plan("FREE");
    expect(await stage.ask(accountPlan(aws()))).toMatchObject({ verdict: "warning" });
  });

  test("that is free refuses production's", async () => {
    plan("FREE");
    expect(await stage.ask(accountPlan(aws({}, profiles.production)))).toMatchObject({
      verdict: "failure",
      says: expect.stringMatching(/backups for \d+ days and db\..* and a standby in another zone$/),
    });
  });

  test("that has expired refuses all", async () => {
    plan("FREE", "EXPIRED");
    expect(await stage.ask(accountPlan(aws()))).toMatchObject({ verdict: "failure" });
  });

  test("is none in an account from before there were plans", async () => {
    answer = () => json(400, { __type: "com.amazonaws.freetier#ResourceNotFoundException", message: "none" });
    expect(await stage.ask(accountPlan(aws()))).toMatchObject({ verdict: "ok" });
  });

  test("that may not be asked for is a warning that names the right", async () => {
    answer = () => json(400, { __type: "AccessDeniedException", message: "not yours" });
    expect(await stage.ask(accountPlan(aws()))).toMatchObject({
      verdict: "warning",
      unanswered: "not permitted",
      fix: expect.stringContaining("freetier:GetAccountPlanState"),
    });
  });

  test("is a warning where what answers is no such API", async () => {
    answer = () => ({ status: 502, contentType: "text/html", body: "<html>bad gateway</html>" });
    expect(await stage.ask(accountPlan(aws()))).toMatchObject({ verdict: "warning", unanswered: "other" });
  });

  test("is not asked for without a database", () => {
    expect(accountPlan(empty())).toEqual([]);
  });
});
