import type { Node } from "constructs";
import {
  apiPort,
  Exposure,
  type KubernetesWebTierProps,
  type PrivateDatabaseProps,
  type PublicWebTierProps,
  Scaling,
  type TieredNetworkProps,
} from "../../constructs/oci";
import { type Context, requireKnown } from "../context/context";
import { read, type Values, whereSet } from "../context/declare";
import type { WebTierKind } from "../context/keys";
import { webTierIn } from "../context/options";
import type { GivenInputs } from "./given-inputs";
import { ociKeys } from "./keys";
import type { StateBucket } from "./state";

/** Options of the OCI stack at synthesis, besides the profile. */
export interface OciOptions {
  /**
   * Defaults of the variables.
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
  /**
   * A cluster of OKE in place of servers: from where its API is asked, and the image of the app.
   *
   * @default - servers run it
   */
  readonly kubernetes?: Pick<KubernetesWebTierProps, "access" | "image">;
}

type OciValues = Values<typeof ociKeys>;

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
  const kubernetes = kubernetesOf(values, webTierIn(context));
  const { ociCustomerKey: key, ociBastionAllowFrom: allowFrom, ociSchedules: schedules } = values;
  const reason = values.ociSinglePublicServerBecause;
  const hostNameReason = values.ociUncheckedHostNameBecause;
  return {
    ...whereSet({ inputs: values.ociInputs, stateBucket: values.ociStateBucket, kubernetes }),
    network: whereSet({
      bastion: allowFrom && { allowFrom, ...(kubernetes && { port: apiPort }) },
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

function kubernetesOf(values: OciValues, webTier: WebTierKind): OciOptions["kubernetes"] {
  const { ociKubernetesApiFrom: apiFrom, ociImage: image, ociBastionAllowFrom } = values;
  const isCluster = webTier === "kubernetes";
  const { ociSchedules, ociSecureBoot, ociSinglePublicServerBecause } = values;
  const ofServers = whereSet({ ociSchedules, ociSecureBoot, ociSinglePublicServerBecause });
  const ofClusters = whereSet({ ociKubernetesApiFrom: apiFrom, ociImage: image });
  const misplaced = Object.keys(isCluster ? ofServers : ofClusters);
  if (misplaced.length > 0)
    throw new RangeError(
      `\`webTier\` must be ${isCluster ? '"servers"' : '"kubernetes"'} with ${misplaced.join(", ")}, which is about ${isCluster ? "servers" : "a cluster"}, got ${JSON.stringify(webTier)}`,
    );
  if (!isCluster) return undefined;
  if (apiFrom === undefined && ociBastionAllowFrom === undefined)
    throw new RangeError(
      '`ociBastionAllowFrom` or `ociKubernetesApiFrom` must be given with `webTier` "kubernetes", because the Kubernetes API has no address on the internet, got neither',
    );
  return { access: whereSet({ apiFrom }), ...whereSet({ image }) };
}
