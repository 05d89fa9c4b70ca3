// GiB of memory that `large` has, by the first letter of the family; each size above has twice as much, each below half.
const memoryOfLarge: Readonly<Record<string, number>> = { c: 4, t: 8, m: 8, r: 16, z: 16, x: 32 };

const shareOfLarge: Readonly<Record<string, number>> = {
  micro: 1 / 8,
  small: 1 / 4,
  medium: 1 / 2,
  large: 1,
};

// By default `max_connections` is `LEAST({DBInstanceClassMemory/9531392}, 5000)`, of the memory that RDS's own processes leave over: about
// three quarters. https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Limits.html
const connectionsPerGiB = 80;

/**
 * Tells how much memory an instance class has, in GiB.
 *
 * @param instanceClass such as `db.t4g.micro`
 */
export function memoryGiB(instanceClass: string): number {
  const [, family = "", size = ""] = instanceClass.split(".");
  const large = memoryOfLarge[family.charAt(0)] ?? 8;
  const xlarge = /^(\d*)xlarge$/.exec(size);
  return large * (xlarge ? 2 * Number(xlarge[1] || 1) : (shareOfLarge[size] ?? 1));
}

// `superuser_reserved_connections` and `rds.rds_superuser_reserved_connections` as RDS sets them:
// https://repost.aws/knowledge-center/rds-postgresql-error-connection-slots
const reservedConnections = 3 + 2;

/**
 * Estimates how many of these are left for a user who is no administrator, from below.
 *
 * @param instanceClass such as `db.t4g.micro`
 */
export function connectionsForUsers(instanceClass: string): number {
  return connectionLimit(instanceClass) - reservedConnections;
}

/**
 * Estimates how many connections RDS for PostgreSQL allows by default, from below.
 *
 * @param instanceClass such as `db.t4g.micro`
 */
export function connectionLimit(instanceClass: string): number {
  return Math.min(Math.floor(memoryGiB(instanceClass) * connectionsPerGiB), 5_000);
}
