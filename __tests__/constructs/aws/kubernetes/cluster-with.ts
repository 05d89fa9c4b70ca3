import {
  Https,
  KubernetesWebTier,
  type KubernetesWebTierProps,
  PrivateDatabase,
  TieredNetwork,
  type TieredNetworkProps,
} from "../../../../constructs/aws";
import { testApp } from "../../../support/app";
import { awsTestStack } from "../../../support/synth";

export const https = Https.none({ reason: "a test that nobody visits" });
export const administratorArn = "arn:aws:iam::111122223333:role/operations";
export const image = `111122223333.dkr.ecr.eu-west-1.amazonaws.com/demo@sha256:${"a".repeat(64)}`;

/** A stack with a cluster before a database, by these properties. */
export function clusterWith(
  props: Partial<KubernetesWebTierProps> = {},
  network: Partial<TieredNetworkProps> = {},
  program: Pick<KubernetesWebTierProps, "image"> = { image },
) {
  const stack = awsTestStack();
  const tiers = new TieredNetwork(stack, "network", { region: "eu-west-1", ...network });
  const database = new PrivateDatabase(stack, "database", { network: tiers });
  const access = { administratorArn };
  const web = new KubernetesWebTier(stack, "web", {
    network: tiers,
    database,
    app: testApp,
    https,
    access,
    ...program,
    ...props,
  });
  return { stack, web };
}
