import type { Construct } from "constructs";
import { clusterServices, CustomerKey } from "../../constructs/aws";
import { httpsOrReason } from "./https";
import { whereSet } from "../context/declare";
import { type AwsStackProps, checkAlarmEmail, checkNetworkChoice } from "./stack-props";
import { requireKnownCertificates } from "../counter-app";

/**
 * Properties of each tier: the profile's, with the stack's options over them.
 *
 * @param scope the stack, which gets a key where one is asked for
 * @param props what the stack is told
 * @throws {ConstructError} for choices that contradict each other or the profile
 */
export function awsChoices(scope: Construct, props: AwsStackProps) {
  const { region, profile, existingNetwork, webAcl = false, alarmEmail: email, monthlyBudgetUsd } = props;
  requireKnownCertificates(scope, region);
  checkNetworkChoice(scope, props);
  checkAlarmEmail(scope, props);
  const protection = protectionOf(props);
  const { deletionProtected, finalSnapshot } = protection;
  const key = keyOf(scope, props, protection);
  const services = props.kubernetes && { services: clusterServices };
  return {
    provider: { region, ...(props.accountId !== undefined && { allowedAccountIds: [props.accountId] }) },
    production: { profile, unprotected: !deletionProtected, leaveProduction: props.leaveProduction },
    network: { region, key, deletionProtected, ...profile.network, ...services, ...props.ownNetwork },
    existingNetwork: existingNetwork && { region, ...existingNetwork },
    database: {
      key,
      ...profile.database,
      ...(profile.smallest && { instanceClass: "db.t4g.micro" }),
      ...whereSet({ instanceClass: props.instanceClass, storageGiB: props.storageGiB }),
      deletionProtected,
      finalSnapshot,
    },
    web: {
      https: httpsOrReason(scope, props),
      webAcl,
      key,
      ...profile.web,
      ...whereSet({ instanceType: props.instanceType }),
      deletionProtected,
    },
    kubernetes: props.kubernetes,
    monitoring: { email, existingTopicArn: props.alarmTopicArn, monthlyBudgetUsd, key },
  };
}

interface Protection {
  readonly deletionProtected: boolean;
  readonly finalSnapshot: boolean;
}

// Who takes a profile's protection off means to destroy the stack, and not what that profile keeps of it.
function protectionOf({ profile, deletionProtection }: AwsStackProps): Protection {
  const { deletionProtected: finalSnapshot = true } = profile.database;
  return { deletionProtected: deletionProtection ?? finalSnapshot, finalSnapshot };
}

function keyOf(
  scope: Construct,
  { region, customerKey, alarmEmail }: AwsStackProps,
  { deletionProtected, finalSnapshot }: Protection,
): CustomerKey | undefined {
  const deletionWindowDays = finalSnapshot ? 30 : 7;
  return customerKey
    ? new CustomerKey(scope, "key", {
        region,
        deletionProtected,
        deletionWindowDays,
        databaseEvents: alarmEmail !== undefined,
      })
    : undefined;
}
