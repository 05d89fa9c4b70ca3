import type { Node } from "constructs";
import { Https } from "../../constructs/aws";
import { networkOptions } from "./network-options";
import type { AwsStackProps } from "./stack-props";
import { type Context, flag, requireKnown, text } from "../context/context";

/** What `context` in `cdktf.json` may say about AWS besides `awsRegion`, all of it optional. */
type Options = Omit<AwsStackProps, "region" | "profile">;

/** Keys of the context that are about AWS. */
export const awsOptionNames: readonly string[] = [
  "awsRegion",
  "awsDomainName",
  "awsCertificateArn",
  "awsHostedZoneId",
  "awsAlarmEmail",
  "awsMonthlyBudgetUsd",
  "awsWebAcl",
  "awsCustomerKey",
  "awsDeletionProtection",
  "awsStateBucket",
  "awsExistingNetwork",
  "awsZones",
  "awsEgress",
  "awsFlowLogs",
];

/**
 * Reads the context's options for AWS. An empty text is one that is not set.
 *
 * @throws {RangeError} for an option that there is not, and for one that contradicts another or is of another kind
 */
export function awsOptions(node: Node): Options {
  const context = node.getAllContext() as Context;
  requireKnown(context, /^aws/, awsOptionNames);
  const alarmEmail = text(context, "awsAlarmEmail");
  const monthlyBudgetUsd = amount(context, "awsMonthlyBudgetUsd");
  const stateBucket = text(context, "awsStateBucket");
  const deletionProtection = flag(context, "awsDeletionProtection");
  const https = httpsOf(context);
  return {
    webAcl: flag(context, "awsWebAcl") ?? false,
    customerKey: flag(context, "awsCustomerKey") ?? false,
    ...(deletionProtection !== undefined && { deletionProtection }),
    ...(alarmEmail && { alarmEmail }),
    ...(monthlyBudgetUsd !== undefined && { monthlyBudgetUsd }),
    ...(stateBucket && { stateBucket }),
    ...(https && { https }),
    ...networkOptions(context),
  };
}

function httpsOf(context: Context): Https | undefined {
  const domainName = text(context, "awsDomainName");
  const certificateArn = text(context, "awsCertificateArn");
  const hostedZoneId = text(context, "awsHostedZoneId");
  if (!domainName && !certificateArn && !hostedZoneId) return undefined;
  if (domainName && certificateArn && !hostedZoneId) return Https.certificate({ certificateArn, domainName });
  if (domainName && hostedZoneId && !certificateArn) return Https.domain({ domainName, hostedZoneId });
  const given = JSON.stringify({
    awsDomainName: domainName,
    awsCertificateArn: certificateArn,
    awsHostedZoneId: hostedZoneId,
  });
  throw new RangeError(
    `\`awsDomainName\` must come with either \`awsCertificateArn\` or \`awsHostedZoneId\`, got ${given}`,
  );
}

function amount(context: Context, key: string): number | undefined {
  const value = context[key];
  if (value === undefined || value === "") return undefined;
  const isWritten = typeof value === "number" || (typeof value === "string" && /^\d+([.]\d+)?$/.test(value));
  const number = isWritten ? Number(value) : NaN;
  if (Number.isFinite(number) && number > 0) return number;
  throw new RangeError(`\`${key}\` must be a number above 0, got ${JSON.stringify(value)}`);
}
