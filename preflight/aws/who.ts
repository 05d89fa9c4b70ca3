import { failure, ok, type Question, warning } from "../question";
import type { Stack } from "../stack";
import type { AwsAccount } from "./account";

/** Asks whose credentials these are, and whether the stack may be deployed to their account. */
export function who(stack: Stack): Question<AwsAccount> {
  const { allowed_account_ids, forbidden_account_ids } = stack.provider("aws");
  const allowed = accounts(allowed_account_ids);
  const forbidden = accounts(forbidden_account_ids);
  return {
    id: "account",
    asks: "Who am I, and is this the account that the stack belongs to?",
    needs: [],
    link: "https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html",
    answer: async (aws) => {
      const { account, arn } = await aws.identity();
      const isOther = allowed.length > 0 && !allowed.includes(account);
      if (isOther || forbidden.includes(account))
        return failure(
          `the credentials are of account ${account}, and the stack belongs to ${allowed.join(" or ") || "another one"}`,
          "take credentials of that account: `AWS_PROFILE`, or `aws sso login`",
        );
      if (arn.endsWith(":root"))
        return warning(
          `account ${account}, as its root user`,
          "deploy as a role or user: nothing limits what the root user does, and nobody can take it away",
        );
      return ok(`account ${account}, as ${arn}`);
    },
  };
}

function accounts(ids: unknown): readonly string[] {
  return Array.isArray(ids) ? ids.map(String) : [];
}
