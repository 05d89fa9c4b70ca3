import type { Node } from "constructs";
import {
  Exposure,
  type PrivateDatabaseProps,
  type PublicWebTierProps,
  Scaling,
  type TieredNetworkProps,
} from "../../constructs/oci";
import { type Context, requireKnown } from "../context/context";
import { read, whereSet } from "../context/declare";
import { webTierIn } from "../context/options";
import type { GivenInputs } from "./given-inputs";
import { ociKeys } from "./keys";
import type { StateBucket } from "./state";

/** Options of the OCI stack at synthesis, besides the profile. */
export interface OciOptions {
  /**
   * What the variables are where nobody says otherwise at the deployment.
   *
   * @default - their own defaults
   */
  readonly inputs?: GivenInputs;
  /**
   * Bucket that keeps Terraform's state.
   *
   * @default - a file beside the synthesized stack
   */
  readonly stateBucket?: StateBucket;
  /** Choices for the network. */
  readonly network: Partial<TieredNetworkProps>;
  /** Choices for the database. */
  readonly database: Partial<PrivateDatabaseProps>;
  /** Choices for the web tier. */
  readonly web: Partial<PublicWebTierProps>;
}

/** Whether the options choose a single public server, without a load balancer. */
export function isSingleServer(options: OciOptions | undefined): boolean {
  return options?.web.exposure?.choice.kind === "single-public-server";
}

/**
 * Reads the context's options for OCI. An empty text is one that is not set; the constructs check what is.
 *
 * @throws {RangeError} for an option that there is not, and for one of another kind
 */
export function ociOptions(node: Node): OciOptions {
  const context = node.getAllContext() as Context;
  requireKnown(context, /^oci/, Object.keys(ociKeys));
  const values = read(ociKeys, context);
  requireServers(context);
  const { ociCustomerKey: key, ociBastionAllowFrom: allowFrom, ociSchedules: schedules } = values;
  const reason = values.ociSinglePublicServerBecause;
  const hostNameReason = values.ociUncheckedHostNameBecause;
  return {
    ...whereSet({ inputs: values.ociInputs, stateBucket: values.ociStateBucket }),
    network: whereSet({
      bastion: allowFrom && { allowFrom },
      moreCidrBlocks: values.ociMoreCidrBlocks,
      alarmTopicId: values.ociAlarmTopicId,
      monthlyBudget: values.ociMonthlyBudget,
      existing: values.ociExistingNetwork,
    }),
    database: whereSet({
      contacts: values.ociContacts,
      longTermBackups: values.ociLongTermBackups,
      encryptionKey: key,
      uncheckedHostName: hostNameReason === undefined ? undefined : { reason: hostNameReason },
    }),
    web: whereSet({
      oracleLinux: values.ociOracleLinux,
      secureBoot: values.ociSecureBoot,
      scaling: schedules && Scaling.bySchedule(schedules),
      exposure: reason === undefined ? undefined : Exposure.singlePublicServer({ reason }),
      servers: reason === undefined ? undefined : { min: 1, max: 1 },
      encryptionKeyId: key?.keyId,
    }),
  };
}

// Of a cluster on OCI there is no construct yet: what it takes is in docs/kubernetes.md.
function requireServers(context: Context): void {
  const webTier = webTierIn(context);
  if (webTier !== "servers")
    throw new RangeError(
      `\`webTier\` must be "servers" on OCI, where nothing runs the application as pods yet (\`clouds\` ["aws"] leaves OCI out), got ${JSON.stringify(webTier)}`,
    );
}
