import type { Preflight } from "../preflight";
import type { Stack } from "../stack";
import { AwsAccount } from "./account";
import { certificates } from "./certificate";
import { containerImages, kubernetesVersion } from "./clusters";
import { databaseOrderable } from "./database";
import { diskKey } from "./disk-key";
import { waysOut } from "./existing-network";
import { explain } from "./explain";
import { guardDutyLeftovers } from "./guard-duty";
import { hostedZone } from "./hosted-zone";
import { image } from "./image";
import { loadBalancersAllowed } from "./load-balancers";
import { names } from "./names";
import { type ActionsOf, permissions } from "./permissions";
import { accountPlan } from "./plan";
import { quotas } from "./quotas";
import { regionEnabled } from "./region";
import { subscriptions } from "./subscriptions";
import { vcpus } from "./vcpus";
import { who } from "./who";
import { instanceTypeInZones, zones } from "./zones";

/**
 * Questions of preflight to an AWS account.
 *
 * @param actionsOf what deploying it takes of IAM, where that is known
 */
export function awsPreflight(stack: Stack, actionsOf?: ActionsOf): Preflight<AwsAccount> {
  const { region, profile } = stack.provider("aws") as { region: string; profile?: string };
  return {
    stack: "aws-stack",
    account: new AwsAccount(region, profile),
    explain,
    first: [who(stack), regionEnabled(region)],
    then: [
      ...zones(stack),
      ...instanceTypeInZones(stack),
      ...image(stack),
      ...kubernetesVersion(stack),
      ...containerImages(stack),
      ...databaseOrderable(stack),
      ...accountPlan(stack),
      ...vcpus(stack),
      ...quotas(stack),
      ...loadBalancersAllowed(stack),
      ...diskKey(stack),
      ...hostedZone(stack),
      ...certificates(stack),
      ...waysOut(stack),
      ...names(stack),
      ...guardDutyLeftovers(stack),
      ...subscriptions(stack),
      ...permissions(stack, actionsOf),
    ],
  };
}
