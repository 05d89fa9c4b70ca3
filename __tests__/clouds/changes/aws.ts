import { awsContext } from "./aws-context";
import { awsWatchContext } from "./aws-watch-context";
import { awsNetworkContext } from "./aws-network-context";
import { awsCode } from "./aws-code";
import { awsKubernetes } from "./aws-kubernetes";
import type { AwsChange } from "./aws-bases";

/** What each option of AWS does to a stack that runs. */
export const awsChanges: readonly AwsChange[] = [
  ...awsContext,
  ...awsWatchContext,
  ...awsNetworkContext,
  ...awsKubernetes,
  ...awsCode,
];
