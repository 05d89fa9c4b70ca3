import {
  Https,
  PrivateDatabase,
  type PrivateDatabaseProps,
  PublicWebTier,
  type PublicWebTierProps,
  TieredNetwork,
  type TieredNetworkProps,
} from "../../../constructs/aws";
import { testApp } from "../../support/app";
import { awsTestStack } from "../../support/synth";

const plain = Https.none({ reason: "a test that nobody visits" });

/** A stack with all three tiers in eu-west-1. */
export function webTierWith(
  props: Partial<PublicWebTierProps> = {},
  databaseProps: Partial<PrivateDatabaseProps> = {},
  id = "test",
  networkProps: Partial<TieredNetworkProps> = {},
) {
  const stack = awsTestStack("eu-west-1", id);
  const network = new TieredNetwork(stack, "network", { region: "eu-west-1", ...networkProps });
  const database = new PrivateDatabase(stack, "database", { network, ...databaseProps });
  const web = new PublicWebTier(stack, "web", { network, database, app: testApp, https: plain, ...props });
  return { stack, network, database, web };
}
