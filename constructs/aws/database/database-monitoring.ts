import type { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { type CustomerKey, logGroup, partition, serviceRole } from "../account";

/** Properties of {@link DatabaseMonitoring}. */
export interface DatabaseMonitoringProps {
  /** Region of the database. */
  readonly region: string;
  /** Identifier of the database instance. */
  readonly identifier: string;
  /** Days that its logs are kept. */
  readonly logRetentionDays: number;
  /** Whether its logs refuse to be destroyed. */
  readonly deletionProtected: boolean;
  /**
   * Key that encrypts the logs.
   *
   * @default - the key that AWS keeps for CloudWatch Logs
   */
  readonly key?: CustomerKey | undefined;
}

/** Logs that RDS for PostgreSQL hands to CloudWatch: the server's own, those of upgrades, and refused tokens. */
export const exportedLogs = ["postgresql", "upgrade", "iam-db-auth-error"];

/**
 * The CloudWatch log groups that RDS writes to, and the IAM role of Enhanced Monitoring, which reports on the operating
 * system.
 */
export class DatabaseMonitoring extends Construct {
  /** ARN of the role, usable once it may report. */
  readonly roleArn: string;
  /** A group for each exported log. */
  readonly logGroups: readonly CloudwatchLogGroup[];
  /** The policy attachment that lets the role report metrics. */
  readonly grant: IamRolePolicyAttachment;

  constructor(scope: Construct, id: string, props: DatabaseMonitoringProps) {
    super(scope, id);
    const { region, identifier, logRetentionDays: retentionDays, deletionProtected, key } = props;
    this.logGroups = exportedLogs.map((log) =>
      logGroup(this, log, {
        name: `/aws/rds/instance/${identifier}/${log}`,
        retentionDays,
        deletionProtected,
        key,
        // As the database keeps its identifier.
        keepsName: true,
      }),
    );
    const role = serviceRole(this, "monitoring.rds.amazonaws.com");
    // The metrics of all databases go to one group that RDS owns; AWS's own policy names exactly that group.
    this.grant = new IamRolePolicyAttachment(this, "reports", {
      role: role.name,
      policyArn: `arn:${partition(region)}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole`,
    });
    this.roleArn = role.arn;
  }
}
