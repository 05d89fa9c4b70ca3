import { HttpRequest } from "@smithy/core/protocols";
import { SignatureV4 } from "@smithy/signature-v4";
import type { Synthesized } from "../../proofs/synthesized";
import { failure, ok, type Question, warning } from "../question";
import type { Stack } from "../stack";
import type { AwsAccount } from "./account";

/** State of an account's plan, by the Free Tier's API. */
interface PlanState {
  readonly accountPlanType?: "FREE" | "PAID";
  readonly accountPlanStatus?: "NOT_STARTED" | "ACTIVE" | "EXPIRED";
}

/** Asks whether the account's plan lets the database of the stack be made: the free plan refuses much. */
export function accountPlan(stack: Stack): readonly Question<AwsAccount>[] {
  const database = stack.first("aws_db_instance");
  if (database === undefined) return [];
  return [
    {
      id: "account-plan",
      asks: "Does the account's plan allow the database?",
      needs: ["freetier:GetAccountPlanState"],
      link: "https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/free-tier.html",
      answer: async (account) => {
        const { accountPlanType, accountPlanStatus } = await planOf(account);
        if (accountPlanType !== "FREE") return ok("the account is not on the free plan");
        if (accountPlanStatus === "EXPIRED") return failure("the account's free plan has expired", upgrade);
        const refused = refusedOnFreePlan(database);
        if (refused.length > 0)
          return failure(
            `the account is on the free plan, on which RDS refuses ${refused.join(" and ")}`,
            upgrade,
          );
        return warning(
          "the account is on the free plan: it ends with its credits, and RDS refuses some of these accounts `db.t4g.micro`",
          upgrade,
        );
      },
    },
  ];
}

const upgrade = "change to the paid plan, or take an account that has it";

/** Settings that RDS refuses with FreeTierRestrictionError, as its users report: no list of it is published. */
function refusedOnFreePlan({ backup_retention_period, instance_class, multi_az }: Synthesized): string[] {
  return [
    ...(backup_retention_period > 1 ? [`backups for ${backup_retention_period} days`] : []),
    ...(/^db\.t(3|4g)\.micro$/.test(instance_class) ? [] : [String(instance_class)]),
    ...(multi_az === true ? ["a standby in another zone"] : []),
  ];
}

/** The SDK's own client of this API is not to be had everywhere, so its one call is signed here. */
async function planOf({ sts }: AwsAccount): Promise<PlanState> {
  const { credentials, sha256 } = sts.config;
  const signer = new SignatureV4({ service: "freetier", region: "us-east-1", credentials, sha256 });
  const url = endpoint();
  const request = new HttpRequest({
    method: "POST",
    protocol: url.protocol,
    hostname: url.hostname,
    ...(url.port !== "" && { port: Number(url.port) }),
    path: "/",
    headers: {
      host: url.host,
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "AWSFreeTierService.GetAccountPlanState",
    },
    body: "{}",
  });
  const { method, headers, body } = await signer.sign(request);
  return read(await fetch(url, { method, headers, body: body as string }));
}

function endpoint(): URL {
  const { AWS_ENDPOINT_URL_FREETIER, AWS_ENDPOINT_URL } = process.env;
  return new URL(AWS_ENDPOINT_URL_FREETIER ?? AWS_ENDPOINT_URL ?? "https://freetier.us-east-1.api.aws");
}

async function read(response: Response): Promise<PlanState> {
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as PlanState;
  const { __type = `HTTP ${response.status}`, message = text } = errorIn(text);
  const name = __type.split("#").at(-1)!;
  // An account from before there were plans.
  if (name === "ResourceNotFoundException") return {};
  throw Object.assign(new Error(message), { name });
}

function errorIn(text: string): { __type?: string; message?: string } {
  try {
    return JSON.parse(text) as { __type?: string; message?: string };
  } catch {
    return {};
  }
}
