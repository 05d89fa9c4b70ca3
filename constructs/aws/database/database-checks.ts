import type { Construct } from "constructs";
import { type Postcondition, requireThat } from "../../shared";
import { checkDatabaseProps } from "../../private-database";
import { checkDatabaseName } from "./database-names";
import type { PrivateDatabaseProps } from "./private-database-props";

/** Days that RDS keeps automatic backups at the most. */
export const longestRetention = 35;

/** The least that allows to restore to a point in time, and all that RDS keeps for accounts on AWS's free plan. */
export const shortestRetention = 1;

/** The least that gp3 has, in GiB. */
export const smallestStorageGiB = 20;

const largestStorageGiB = 65_536;

/**
 * Default maximum of storage autoscaling, in GiB.
 *
 * @param storageGiB what the database begins with
 */
export function defaultMaxStorageGiB(storageGiB: number): number {
  return Math.min(storageGiB * 5, largestStorageGiB);
}

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Concepts.DBInstanceClass.Support.html; whether a region has it, RDS tells.
const instanceClassName =
  /^db\.(t(3|4g|[5-9][a-z]*)\.(micro|small|medium|large|xlarge|2xlarge)|([mr][5-9]|x[2-9])[a-z]*\.(large|\d*xlarge))$/;

/**
 * Has every plan refuse a major version that RDS would not take the database to, which is late otherwise: servers and parameters have
 * changed by then. Its own upgrades of minor versions do not matter.
 *
 * @param wanted the major version
 * @param isUpgradeAllowed whether it may be a later one than the database has
 */
export function laterVersion(wanted: string, isUpgradeAllowed: boolean): Postcondition {
  const running = 'split(".", self.engine_version_actual)[0]';
  const upgrade = isUpgradeAllowed ? ` || tonumber(${running}) < ${wanted}` : "";
  return {
    condition: `\${${running} == "${wanted}"${upgrade}}`,
    errorMessage: `\`engineVersion\` must stay "\${${running}}", which the database has, or become a later one with \`majorUpgradeAllowed\`, got "${wanted}": RDS goes back to none.`,
  };
}

/** Refuses what RDS would refuse, and `terraform plan` would not. */
export function checkProps(scope: Construct, props: PrivateDatabaseProps): void {
  checkDatabaseProps(scope, props, longestRetention);
  if (props.databaseName !== undefined) checkDatabaseName(scope, props.databaseName);
  checkEngine(scope, props);
  checkStorage(scope, props);
  const { secretRotationDays: rotation } = props;
  if (rotation !== undefined)
    requireThat(
      scope,
      "secretRotationDays",
      rotation,
      "be a whole number from 1 to 1000",
      (days) => Number.isInteger(days) && days >= 1 && days <= 1000,
    );
}

function checkEngine(scope: Construct, { engineVersion, instanceClass }: PrivateDatabaseProps): void {
  if (engineVersion !== undefined)
    requireThat(
      scope,
      "engineVersion",
      engineVersion,
      "be a PostgreSQL major version from 16 to 18",
      (version) => ["16", "17", "18"].includes(version),
    );
  if (instanceClass !== undefined)
    requireThat(
      scope,
      "instanceClass",
      instanceClass,
      "be an instance class that RDS has for PostgreSQL 16 to 18, of db.t3, t4g, m5, r5, x2 or a later generation, such as db.t4g.micro",
      (name) => instanceClassName.test(name),
    );
}

function checkStorage(
  scope: Construct,
  { storageGiB = smallestStorageGiB, maxStorageGiB }: PrivateDatabaseProps,
): void {
  requireThat(
    scope,
    "storageGiB",
    storageGiB,
    `be a whole number from ${smallestStorageGiB} to ${largestStorageGiB}`,
    (gib) => Number.isInteger(gib) && gib >= smallestStorageGiB && gib <= largestStorageGiB,
  );
  // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html: at least a tenth more.
  const least = Math.ceil((storageGiB * 11) / 10);
  if (maxStorageGiB !== undefined)
    requireThat(
      scope,
      "maxStorageGiB",
      maxStorageGiB,
      `be a whole number from ${least} (a tenth more than \`storageGiB\`) to ${largestStorageGiB}`,
      (gib) => Number.isInteger(gib) && gib >= least && gib <= largestStorageGiB,
    );
}
