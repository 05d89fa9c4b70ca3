import type { Change } from "./changes";

/** Types of which a replacement or loss is felt by visitors or by data, each with what that means; the gravest first. */
const precious: Readonly<Record<string, string>> = {
  aws_db_instance: "the database, with every visit that was counted",
  oci_database_autonomous_database: "the database, with every visit that was counted",
  aws_kms_key: "a key: what it encrypted cannot be read without it",
  oci_kms_key: "a key: what it encrypted cannot be read without it",
  oci_kms_vault: "the vault, with its keys and secrets",
  oci_vault_secret: "a secret, whose name stays taken until Vault has deleted it",
  aws_lb: "the load balancer, and with it the address that visitors call",
  oci_load_balancer_load_balancer: "the load balancer, and with it the address that visitors call",
  aws_vpc: "the network, and everything in it",
  oci_core_vcn: "the network, and everything in it",
  aws_s3_bucket: "a bucket, with the objects in it",
  oci_objectstorage_bucket: "a bucket, with the objects in it",
  aws_cloudwatch_log_group: "a log group, with the lines in it",
  oci_logging_log: "a log, with the lines in it",
};

/** A change by which something precious is lost, and what that is. */
export interface Loss extends Change {
  readonly means: string;
}

/** Resources that a plan would replace or destroy and that cannot be made again, the gravest first. */
export function lossesIn(changes: readonly Change[]): Loss[] {
  const order = Object.keys(precious);
  return changes
    .filter(({ kind, type }) => (kind === "replace" || kind === "delete") && type in precious)
    .map((change) => ({ ...change, means: precious[change.type]! }))
    .sort((one, other) => order.indexOf(one.type) - order.indexOf(other.type));
}
