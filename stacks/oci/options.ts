import type { Node } from "constructs";
import {
  Exposure,
  type PrivateDatabaseProps,
  type PublicWebTierProps,
  Scaling,
  type TieredNetworkProps,
} from "../../constructs/oci";
import { type Context, flag, requireKnown, shaped, text, texts } from "../context/context";
import { isExistingNetwork, isKey, isLongTermBackups, isSchedules } from "./option-shapes";

/** What is decided about the OCI stack when it is synthesized, beside the profile. */
export interface OciOptions {
  /** Choices for the network. */
  readonly network: Partial<TieredNetworkProps>;
  /** Choices for the database. */
  readonly database: Partial<PrivateDatabaseProps>;
  /** Choices for the web tier. */
  readonly web: Partial<PublicWebTierProps>;
}

/** Whether a single public server was decided for, and no load balancer. */
export function isSingleServer(options: OciOptions | undefined): boolean {
  return options?.web.exposure?.choice.kind === "single-public-server";
}

/** Keys of the context that decide about OCI. */
export const ociOptionNames = [
  "ociBastionAllowFrom",
  "ociContacts",
  "ociCustomerKey",
  "ociExistingNetwork",
  "ociLongTermBackups",
  "ociMoreCidrBlocks",
  "ociOracleLinux",
  "ociSchedules",
  "ociSecureBoot",
  "ociSinglePublicServerBecause",
];

/**
 * Reads the context's options for OCI. An empty text is one that is not set; the constructs check what is.
 *
 * @throws {RangeError} for an option that there is not, and for one of another kind
 */
export function ociOptions(node: Node): OciOptions {
  const context = node.getAllContext() as Context;
  requireKnown(context, /^oci/, ociOptionNames);
  const key = shaped(context, "ociCustomerKey", "an object with `vaultId` and `keyId`", isKey);
  return {
    network: networkOf(context),
    database: { ...databaseOf(context), ...(key && { encryptionKey: key }) },
    web: { ...webOf(context), ...(key && { encryptionKeyId: key.keyId }) },
  };
}

function networkOf(context: Context): Partial<TieredNetworkProps> {
  const allowFrom = texts(context, "ociBastionAllowFrom");
  const moreCidrBlocks = texts(context, "ociMoreCidrBlocks");
  const existing = shaped(
    context,
    "ociExistingNetwork",
    "an object with `vcnId`, and `subnetIds` with `public`, `web` and `data`",
    isExistingNetwork,
  );
  return {
    ...(allowFrom && { bastion: { allowFrom } }),
    ...(moreCidrBlocks && { moreCidrBlocks }),
    ...(existing && { existing }),
  };
}

function databaseOf(context: Context): Partial<PrivateDatabaseProps> {
  const contacts = texts(context, "ociContacts");
  const longTermBackups = shaped(
    context,
    "ociLongTermBackups",
    "an object with `every`, `from` and a number `keptDays`",
    isLongTermBackups,
  );
  return {
    ...(contacts && { contacts }),
    ...(longTermBackups && { longTermBackups }),
  };
}

function webOf(context: Context): Partial<PublicWebTierProps> {
  const oracleLinux = text(context, "ociOracleLinux") as PublicWebTierProps["oracleLinux"];
  const schedules = shaped(
    context,
    "ociSchedules",
    "a list of objects with `name`, `cron` and a number `servers`",
    isSchedules,
  );
  const secureBoot = flag(context, "ociSecureBoot");
  const reason = text(context, "ociSinglePublicServerBecause");
  return {
    ...(oracleLinux && { oracleLinux }),
    ...(secureBoot !== undefined && { secureBoot }),
    ...(schedules && { scaling: Scaling.bySchedule(schedules) }),
    ...(reason && { exposure: Exposure.singlePublicServer({ reason }), servers: { min: 1, max: 1 } }),
  };
}
