import { afterAll, afterEach, beforeAll } from "@jest/globals";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { AwsAccount } from "../../aws/account";
import { explain } from "../../aws/explain";
import type { Answered } from "../../ask";
import type { Question } from "../../question";
import { AwsFake } from "./aws-fake";
import { answerTo } from "./questions";

/** Number of the account that tests ask. */
export const accountId = "111122223333";
/** A role that somebody has taken on. */
const roleArn = `arn:aws:sts::${accountId}:assumed-role/deployer/somebody`;

/** An account on AWS whose answers a test gives. */
export interface AwsStage {
  readonly fake: AwsFake;
  readonly account: AwsAccount;
  /** Asks the only question of a topic. */
  readonly ask: (questions: readonly Question<AwsAccount>[]) => Promise<Partial<Answered>>;
}

/** Makes one for the tests of a file; before each of them it knows who asks, and nothing else. */
export function awsStage(region = "us-east-1"): AwsStage {
  let fake: AwsFake;
  let count = 0;
  const before = { ...process.env };
  const stage = {
    get fake() {
      return fake;
    },
    get account() {
      return new AwsAccount(region);
    },
    ask: async (questions: readonly Question<AwsAccount>[]) => {
      // By its own key a question's calls are told from those of one that went on without waiting for them.
      const key = (process.env.AWS_ACCESS_KEY_ID = `fake${++count}`);
      const answered = await answerTo(questions, { account: stage.account, explain });
      requireRights(questions[0]!, fake.callsBy(key));
      return answered;
    },
  };
  const know = () =>
    fake.on(GetCallerIdentityCommand, { Account: accountId, Arn: roleArn, UserId: "AROAEXAMPLE:somebody" });
  beforeAll(async () => {
    fake = await AwsFake.start();
    know();
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: fake.url,
      AWS_ACCESS_KEY_ID: "fake",
      AWS_SECRET_ACCESS_KEY: "fake",
      AWS_EC2_METADATA_DISABLED: "true",
    });
  });
  afterEach(() => {
    fake.reset();
    know();
  });
  afterAll(async () => {
    process.env = before;
    await fake.close();
  });
  return stage;
}

/** A question tells whoever may not ask it which rights that takes, so it may call nothing else. */
function requireRights({ id, needs }: Question<AwsAccount>, calls: readonly string[]): void {
  const lacking = calls
    // AWS names rights by other prefixes than it signs by.
    .map((call) => call.replace(/^monitoring:/, "cloudwatch:").replace(/^tagging:/, "tag:"))
    // Whoever has credentials may ask whose they are. A request by path has no name where nobody answers it.
    .filter((call) => call !== "sts:GetCallerIdentity" && !/^(eks|route53):GET /.test(call))
    .filter((call) => !needs.includes(call));
  if (lacking.length > 0)
    throw new Error(`${id} asks ${lacking.join(", ")} and says nothing of it in \`needs\``);
}
