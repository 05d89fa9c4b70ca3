import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import { ipv4Block, requireThat } from "../../shared";
import { partition } from "../account";

/** Rule for the ARN of who administers a cluster, worded to follow "must". */
export const administratorRule =
  "be the ARN of an IAM role or user such as arn:aws:iam::111122223333:role/operations, and not that of a session";

/** Rule for addresses that reach the Kubernetes API from the internet, worded to follow "must". */
export const apiAddressesRule =
  "be 1 to 40 different IPv4 blocks from /16 to /32, such as 203.0.113.0/24: the Kubernetes API is for few";

/** Access to the Kubernetes API: the administrator, and the addresses that reach it. */
export interface ClusterAccess {
  /** ARN of the IAM role or user that may do everything in the cluster, and without whom nobody could. */
  readonly administratorArn: string;
  /**
   * IPv4 blocks on the internet from which the Kubernetes API is reached.
   *
   * @default - from within the network alone
   */
  readonly apiFrom?: readonly string[];
}

/**
 * Refuses an administrator that IAM does not have, and the internet as a whole.
 *
 * @throws {ConstructError} naming the prop, the rule and the value
 */
export function checkAccess(scope: Construct, { administratorArn, apiFrom }: ClusterAccess): void {
  requireThat(scope, "administratorArn", administratorArn, administratorRule, (arn) =>
    /^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/[\w+=,.@/-]+$/.test(arn),
  );
  if (apiFrom) requireThat(scope, "apiFrom", apiFrom, apiAddressesRule, areNarrow);
}

function areNarrow(blocks: readonly string[]): boolean {
  const isNarrow = (text: string) => {
    const block = ipv4Block(text);
    return block !== undefined && block.prefix >= 16;
  };
  return (
    blocks.length >= 1 &&
    blocks.length <= 40 &&
    new Set(blocks).size === blocks.length &&
    blocks.every(isNarrow)
  );
}

/** Properties of {@link AccessEntry}. */
export interface AccessEntryProps {
  /** Name of the cluster. */
  readonly clusterName: string;
  /** Region of the cluster. */
  readonly region: string;
  /** ARN of the role or user. */
  readonly principalArn: string;
  /** Type of the access entry: a caller of the API, or a node in Auto Mode. */
  readonly type: "STANDARD" | "EC2";
  /** Name of the policy that EKS has for what it may do in the whole cluster. */
  readonly policy: string;
}

/** An access entry of EKS: what an IAM principal may do in the cluster, in place of the ConfigMap `aws-auth`. */
export class AccessEntry extends Construct {
  constructor(scope: Construct, id: string, props: AccessEntryProps) {
    super(scope, id);
    const { clusterName, region, principalArn, type, policy } = props;
    const entry = new EksAccessEntry(this, "entry", { clusterName, principalArn, type });
    new EksAccessPolicyAssociation(this, "policy", {
      clusterName,
      principalArn: entry.principalArn,
      policyArn: `arn:${partition(region)}:eks::aws:cluster-access-policy/${policy}`,
      accessScope: { type: "cluster" },
    });
  }
}
