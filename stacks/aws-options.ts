import type { Node } from "constructs";
import { type ExistingNetworkProps, Https } from "../constructs/aws";
import type { AwsStackProps } from "./aws-stack";

/** What `context` in `cdktf.json` may say about AWS besides `awsRegion`, all of it optional. */
type Options = Omit<AwsStackProps, "region" | "profile">;

const known = [
  "awsRegion",
  "awsDomainName",
  "awsCertificateArn",
  "awsHostedZoneId",
  "awsAlarmEmail",
  "awsMonthlyBudgetUsd",
  "awsWebAcl",
  "awsCustomerKey",
  "awsStateBucket",
  "awsExistingNetwork",
];

/**
 * Reads the context's options for AWS. An empty text is one that is not set.
 *
 * @throws {RangeError} for an option that there is not, and for one that contradicts another or is of another kind
 */
export function awsOptions(node: Node): Options {
  const context = node.getAllContext() as Record<string, unknown>;
  const unknown = Object.keys(context).find((key) => key.startsWith("aws") && !known.includes(key));
  if (unknown !== undefined)
    throw new RangeError(`\`${unknown}\` must be one of ${known.join(", ")}, as nothing else is an option`);
  const alarmEmail = text(context, "awsAlarmEmail");
  const monthlyBudgetUsd = amount(context, "awsMonthlyBudgetUsd");
  const stateBucket = text(context, "awsStateBucket");
  const https = httpsOf(context);
  const existingNetwork = networkOf(context.awsExistingNetwork);
  return {
    webAcl: flag(context, "awsWebAcl"),
    customerKey: flag(context, "awsCustomerKey"),
    ...(alarmEmail && { alarmEmail }),
    ...(monthlyBudgetUsd !== undefined && { monthlyBudgetUsd }),
    ...(stateBucket && { stateBucket }),
    ...(https && { https }),
    ...(existingNetwork && { existingNetwork }),
  };
}

function httpsOf(context: Record<string, unknown>): Https | undefined {
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

type Network = Omit<ExistingNetworkProps, "region">;

function networkOf(value: unknown): Network | undefined {
  if (value === undefined || value === "") return undefined;
  if (isNetwork(value)) return value;
  throw new RangeError(
    `\`awsExistingNetwork\` must be an object with \`vpcId\`, \`cidrBlock\`, and \`subnetIds\` with lists \`public\`, \`web\` and \`data\`, got ${JSON.stringify(value)}`,
  );
}

// Only the shape; what is in it the construct checks, with better words.
function isNetwork(value: unknown): value is Network {
  const { vpcId, cidrBlock, subnetIds } = Object(value) as Record<string, unknown>;
  const lists = Object(subnetIds) as Record<string, unknown>;
  return (
    typeof vpcId === "string" &&
    typeof cidrBlock === "string" &&
    ["public", "web", "data"].every((tier) => Array.isArray(lists[tier]))
  );
}

function text(context: Record<string, unknown>, key: string): string | undefined {
  const value = context[key];
  if (value === undefined || typeof value === "string") return value || undefined;
  throw new RangeError(`\`${key}\` must be a text, got ${JSON.stringify(value)}`);
}

// `--context` on the command line knows only texts.
function flag(context: Record<string, unknown>, key: string): boolean {
  const value = context[key] ?? false;
  if (value === true || value === "true") return true;
  if (value === false || value === "false" || value === "") return false;
  throw new RangeError(`\`${key}\` must be true or false, got ${JSON.stringify(value)}`);
}

function amount(context: Record<string, unknown>, key: string): number | undefined {
  const value = context[key];
  if (value === undefined || value === "") return undefined;
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new RangeError(`\`${key}\` must be a number above 0, got ${JSON.stringify(value)}`);
}
