import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import type { Construct } from "constructs";
import type { CustomerKey } from "./customer-key";

/** Properties of {@link logGroup}. */
export interface LogGroupProps {
  /** Name, such as `/aws-stack/web`. */
  readonly name: string;
  /** Days that lines are kept. */
  readonly retentionDays: number;
  /** Whether the plan refuses to destroy it: its lines go with it. */
  readonly deletionProtected: boolean;
  /**
   * Key that encrypts it.
   *
   * @default - the key that AWS keeps for CloudWatch Logs
   */
  readonly key?: CustomerKey | undefined;
  /**
   * Whether it keeps the name that it was deployed with.
   *
   * @default - another name makes another group
   */
  readonly keepsName?: boolean;
}

/** Makes a log group before whoever writes to it: a writer would make one that keeps everything for ever. */
export function logGroup(
  scope: Construct,
  id: string,
  { name, retentionDays, deletionProtected, key, keepsName }: LogGroupProps,
): CloudwatchLogGroup {
  return new CloudwatchLogGroup(scope, id, {
    name,
    retentionInDays: retentionDays,
    ...(key && { kmsKeyId: key.arn }),
    lifecycle: {
      ...(deletionProtected && { preventDestroy: true }),
      ...(keepsName && { ignoreChanges: ["name"] }),
    },
  });
}
