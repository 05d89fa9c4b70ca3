import { type PrivateDatabaseProps, Monitoring, type MonitoringProps } from "../../../../constructs/aws";
import { webTierWith } from "../web-tier";

/** Alarms on a web tier and a database, by these properties. */
export function watchWith(
  props: Partial<Pick<MonitoringProps, "email" | "existingTopicArn" | "monthlyBudgetUsd" | "key">> = {},
  databaseProps: Partial<PrivateDatabaseProps> = {},
) {
  const tiers = webTierWith({}, databaseProps);
  const watch = new Monitoring(tiers.stack, "watch", { web: tiers.web, database: tiers.database, ...props });
  return { ...tiers, watch };
}
