import {
  type OrderableDBInstanceOption,
  paginateDescribeOrderableDBInstanceOptions,
} from "@aws-sdk/client-rds";
import type { Synthesized } from "../../proofs/synthesized";
import { type Answer, failure, listed, ok, type Question } from "../question";
import type { Stack } from "../stack";
import type { AwsAccount } from "./account";
import { collect } from "./pages";

/** The database instance that the stack orders of RDS. */
interface Order {
  readonly engine: string;
  /** Such as `17`, by which RDS takes the default release of that major version. */
  readonly version: string;
  readonly dbClass: string;
  /** Each thing that an offer must have, by its words. */
  readonly demands: Readonly<Record<string, (offer: OrderableDBInstanceOption) => boolean>>;
}

/** Asks whether RDS offers the database as the stack has it. */
export function databaseOrderable(stack: Stack): readonly Question<AwsAccount>[] {
  return stack.all("aws_db_instance").map((database): Question<AwsAccount> => {
    const order = orderOf(database);
    return {
      id: "database",
      asks: `Can ${order.dbClass} be had with ${order.engine} ${order.version} and all that the stack asks of it?`,
      needs: ["rds:DescribeOrderableDBInstanceOptions"],
      link: "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html",
      answer: async (aws) => verdictOf(order, await offersOf(order, aws), aws.region),
    };
  });
}

function orderOf(database: Synthesized): Order {
  const { engine, engine_version, instance_class, storage_type } = database;
  const wants: readonly (readonly [unknown, string, (offer: OrderableDBInstanceOption) => unknown])[] = [
    [storage_type, `storage of type ${storage_type}`, ({ StorageType }) => StorageType === storage_type],
    [database.multi_az, "a standby in another zone", (offer) => offer.MultiAZCapable],
    [database.storage_encrypted, "encrypted storage", (offer) => offer.SupportsStorageEncryption],
    [
      database.iam_database_authentication_enabled,
      "log-ins by token",
      (offer) => offer.SupportsIAMDatabaseAuthentication,
    ],
    [
      database.performance_insights_enabled,
      "Performance Insights",
      (offer) => offer.SupportsPerformanceInsights,
    ],
    [database.monitoring_interval, "enhanced monitoring", (offer) => offer.SupportsEnhancedMonitoring],
  ];
  const demands = wants
    .filter(([wanted]) => wanted !== undefined && wanted !== false && wanted !== 0)
    .map(([, words, has]) => [words, (offer: OrderableDBInstanceOption) => has(offer) === true] as const);
  return {
    engine: String(engine),
    version: String(engine_version),
    dbClass: String(instance_class),
    demands: Object.fromEntries(demands),
  };
}

async function offersOf(order: Order, { rds }: AwsAccount): Promise<OrderableDBInstanceOption[]> {
  const { engine, version, dbClass } = order;
  const request = { Engine: engine, DBInstanceClass: dbClass, Vpc: true };
  const pages = paginateDescribeOrderableDBInstanceOptions({ client: rds, pageSize: 100 }, request);
  const offers = await collect(pages, (page) => page.OrderableDBInstanceOptions);
  return offers.filter(
    ({ EngineVersion = "" }) => EngineVersion === version || EngineVersion.startsWith(`${version}.`),
  );
}

function verdictOf(
  { engine, version, dbClass, demands }: Order,
  offers: OrderableDBInstanceOption[],
  region: string,
): Answer {
  const link = "another instance class (`instanceClass` in stacks/aws/choices.ts), or another region";
  if (offers.length === 0)
    return failure(`${region} has no ${dbClass} with ${engine} ${version}`, `take ${link}`);
  const suits = offers.filter((offer) => Object.values(demands).every((has) => has(offer)));
  const zones = zonesOf(suits);
  if (suits.length > 0) return ok(`${dbClass} with ${engine} ${version} can be had in ${listed(zones)}`);
  const lacking = Object.keys(demands).filter((words) => !offers.some(demands[words]!));
  const what = lacking.length > 0 ? listed(lacking) : `${listed(Object.keys(demands))} at once`;
  return failure(`${region} has no ${dbClass} with ${engine} ${version} and ${what}`, `take ${link}`);
}

function zonesOf(offers: readonly OrderableDBInstanceOption[]): string[] {
  const names = offers.flatMap(({ AvailabilityZones = [] }) =>
    AvailabilityZones.map(({ Name = "" }) => Name),
  );
  return [...new Set(names)].sort();
}
