import { GetAWSDefaultServiceQuotaCommand, GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import { type Answer, failure, ok, type Question, warning } from "../question";
import type { AwsAccount } from "./account";
import { unlessMissing } from "./errors";

/** Usage of a quota: what the account has, and what the stack adds. */
export interface Need {
  /** Number in the account besides the stack's. */
  readonly others: number;
  /** Number that the stack has at rest, or while one rolling replacement goes on. */
  readonly least: number;
  /**
   * Largest number that the stack uses.
   *
   * @default - never more than the least
   */
  readonly most?: number;
}

/** A limit of an account on how many of a thing there may be in a region. */
export interface Quota {
  readonly id: string;
  /** Name of what is counted, in the plural. */
  readonly things: string;
  readonly service: string;
  /** Code of Service Quotas, such as `L-1216C47A`. */
  readonly code: string;
  readonly needs: readonly string[];
  readonly need: (account: AwsAccount) => Promise<Need>;
}

/** Asks whether a quota leaves room for the stack. */
export function quotaQuestion(quota: Quota): Question<AwsAccount> {
  const { id, things, needs } = quota;
  return {
    id,
    asks: `Does the quota on ${things} leave room for the stack and one rolling replacement?`,
    needs: ["servicequotas:GetServiceQuota", "servicequotas:GetAWSDefaultServiceQuota", ...needs],
    link: "https://docs.aws.amazon.com/servicequotas/latest/userguide/request-quota-increase.html",
    answer: async (account) => {
      const [limit, need] = await Promise.all([limitOf(quota, account), quota.need(account)]);
      return verdictOf(quota, need, limit, account.region);
    },
  };
}

function verdictOf(
  { things, service, code }: Quota,
  need: Need,
  limit: number | undefined,
  region: string,
): Answer {
  const { others, least, most = least } = need;
  const ask = `\`aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${others + most}\`, which may take days`;
  const wanted = `others use ${others}, and this stack needs ${least}${most > least ? `, ${most} at most` : ""}`;
  if (limit === undefined)
    return warning(`AWS does not tell how many ${things} there may be; ${wanted}`, ask);
  const says = `there may be ${limit} ${things}; ${wanted}`;
  if (others + least > limit) return failure(says, ask);
  return others + most > limit ? warning(says, ask) : ok(says);
}

/** Value of a quota for the account; the default where nobody ever asked for more. */
async function limitOf({ service, code }: Quota, { quotas }: AwsAccount): Promise<number | undefined> {
  const request = { ServiceCode: service, QuotaCode: code };
  const own = await unlessMissing(quotas.send(new GetServiceQuotaCommand(request)), unknown);
  if (own?.Quota?.Value !== undefined) return own.Quota.Value;
  const ofAll = quotas.send(new GetAWSDefaultServiceQuotaCommand(request));
  return (await unlessMissing(ofAll, unknown))?.Quota?.Value;
}

const unknown = /^NoSuchResourceException$/;
