import type { Node } from "constructs";
import { Https, Zones } from "../../constructs/aws";
import { type Context, requireKnown } from "../context/context";
import { read, type Values, whereSet } from "../context/declare";
import { webTierIn } from "../context/options";
import { awsKeys } from "./keys";
import type { WebTierKind } from "../context/keys";
import type { AwsStackProps } from "./stack-props";

type AwsValues = Values<typeof awsKeys>;

/**
 * Reads the context's options for AWS. An empty text is one that is not set.
 *
 * @throws {RangeError} for an option that there is not, and for one that contradicts another or is of another kind
 */
export function awsOptions(node: Node): Omit<AwsStackProps, "profile"> {
  const context = node.getAllContext() as Context;
  requireKnown(context, /^aws/, Object.keys(awsKeys));
  const values = read(awsKeys, context);
  const kubernetes = kubernetesOf(values, webTierIn(context));
  return {
    region: values.awsRegion,
    webAcl: values.awsWebAcl ?? false,
    customerKey: values.awsCustomerKey ?? false,
    ...whereSet({
      accountId: values.awsAccountId,
      instanceType: values.awsInstanceType,
      instanceClass: values.awsDatabaseClass,
      storageGiB: values.awsDatabaseStorageGiB,
      deletionProtection: values.awsDeletionProtection,
      alarmEmail: values.awsAlarmEmail,
      alarmTopicArn: values.awsAlarmTopicArn,
      monthlyBudgetUsd: values.awsMonthlyBudgetUsd,
      permissionsBoundary: values.awsPermissionsBoundary,
      stateBucket: values.awsStateBucket,
      https: httpsOf(values),
      existingNetwork: values.awsExistingNetwork,
      ownNetwork: ownNetworkOf(values),
      kubernetes,
    }),
  };
}

function httpsOf({ awsDomainName, awsCertificateArn, awsHostedZoneId }: AwsValues): Https | undefined {
  const given = { awsDomainName, awsCertificateArn, awsHostedZoneId };
  if (Object.values(given).every((value) => value === undefined)) return undefined;
  if (awsDomainName !== undefined && awsCertificateArn !== undefined && awsHostedZoneId === undefined)
    return Https.certificate({ certificateArn: awsCertificateArn, domainName: awsDomainName });
  if (awsDomainName !== undefined && awsHostedZoneId !== undefined && awsCertificateArn === undefined)
    return Https.domain({ domainName: awsDomainName, hostedZoneId: awsHostedZoneId });
  throw new RangeError(
    `\`awsDomainName\` must come with either \`awsCertificateArn\` or \`awsHostedZoneId\`, got ${JSON.stringify(given)}`,
  );
}

function kubernetesOf(values: AwsValues, webTier: WebTierKind): AwsStackProps["kubernetes"] {
  const { awsKubernetesAdmin: administratorArn, awsKubernetesApiFrom: apiFrom, awsImage: image } = values;
  const given = whereSet({
    awsKubernetesAdmin: administratorArn,
    awsKubernetesApiFrom: apiFrom,
    awsImage: image,
  });
  if (webTier === "kubernetes") {
    if (administratorArn === undefined)
      throw new RangeError(
        `\`awsKubernetesAdmin\` must ${awsKeys.awsKubernetesAdmin.rule}, with \`webTier\` "kubernetes", got undefined`,
      );
    return { access: { administratorArn, ...whereSet({ apiFrom }) }, ...whereSet({ image }) };
  }
  if (Object.keys(given).length === 0) return undefined;
  throw new RangeError(
    `\`webTier\` must be "kubernetes" with ${Object.keys(given).join(", ")}, which is about a cluster, got ${JSON.stringify(webTier)}`,
  );
}

function ownNetworkOf(values: AwsValues): AwsStackProps["ownNetwork"] {
  const { awsZones, awsEgress: egress, awsFlowLogs: flowLogs, awsExistingNetwork } = values;
  const own = whereSet({ awsZones, awsEgress: egress, awsFlowLogs: flowLogs });
  if (Object.keys(own).length === 0) return undefined;
  if (awsExistingNetwork !== undefined)
    throw new RangeError(
      `\`awsExistingNetwork\` must come without \`awsZones\`, \`awsEgress\` and \`awsFlowLogs\`, which are about a network of its own, got ${Object.keys(own).join(", ")}`,
    );
  return whereSet({ zones: awsZones && Zones.named(...awsZones), egress, flowLogs });
}
