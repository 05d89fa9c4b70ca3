import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { KmsKeyPolicy } from "@cdktf/provider-aws/lib/kms-key-policy";
import { Construct } from "constructs";
import { physicalName } from "../../shared";
import { accountOf } from "./account";
import { partition } from "./partition";
import { document, type Permission } from "./policy";

/** Properties of {@link CustomerKey}. */
export interface CustomerKeyProps {
  /** Region of the key. */
  readonly region: string;
  /** Whether the plan refuses to destroy it: what it encrypted cannot be read without it. */
  readonly deletionProtected: boolean;
  /** Days that AWS waits before it deletes the key for good, 7 to 30. */
  readonly deletionWindowDays: number;
  /**
   * Whether RDS may publish what happens to databases of the account to a topic that the key encrypts.
   *
   * @default false
   */
  readonly databaseEvents?: boolean;
}

/**
 * Service principal with which RDS publishes events:
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Events.GrantingPermissions.html
 */
export const databaseEventsService = "events.rds.amazonaws.com";

/**
 * A KMS key of one's own, renewed by AWS every year: whoever may use it is written here and in IAM, nowhere else.
 *
 * CloudWatch cannot publish to a topic that is encrypted with the key that AWS keeps for SNS; with this one it can.
 */
export class CustomerKey extends Construct {
  /** ARN of the key, usable once its policy stands. */
  readonly arn: string;

  private readonly region: string;

  constructor(
    scope: Construct,
    id: string,
    { region, deletionProtected, deletionWindowDays, databaseEvents = false }: CustomerKeyProps,
  ) {
    super(scope, id);
    const key = new KmsKey(this, "key", {
      description: `Data of ${scope.node.path}`,
      enableKeyRotation: true,
      deletionWindowInDays: deletionWindowDays,
      ...(deletionProtected && { lifecycle: { preventDestroy: true } }),
    });
    const account = accountOf(this, key.arn);
    const policy = new KmsKeyPolicy(this, "policy", {
      keyId: key.id,
      policy: document([
        ...keyStatements(region, account),
        ...(databaseEvents ? [rdsStatement(account)] : []),
      ]),
    });
    new KmsAlias(this, "alias", { name: `alias/${physicalName(this, 200)}`, targetKeyId: key.id });
    // By way of the policy, so that nobody uses the key before its policy lets them.
    this.arn = `arn:${partition(region)}:kms:${region}:${account}:key/${policy.keyId}`;
    this.region = region;
  }

  /** Permission to decrypt by way of one service, which readers of encrypted data need as well. */
  decryption(service: string): Permission {
    return {
      actions: ["kms:Decrypt"],
      resources: [this.arn],
      condition: { StringEquals: { "kms:ViaService": `${service}.${this.region}.amazonaws.com` } },
    };
  }
}

function keyStatements(region: string, account: string) {
  const arn = `arn:${partition(region)}`;
  return [
    {
      Sid: "AccountDecidesByIam",
      Effect: "Allow",
      Principal: { AWS: `${arn}:iam::${account}:root` },
      Action: "kms:*",
      // In a key's policy this is the key itself.
      Resource: "*",
    },
    {
      Sid: "CloudWatchLogs",
      Effect: "Allow",
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: {
        ArnLike: { "kms:EncryptionContext:aws:logs:arn": `${arn}:logs:${region}:${account}:log-group:*` },
      },
    },
    publishing("AlarmsAndBudgetPublish", ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"], account),
  ];
}

// https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html: what a service needs to publish to an encrypted topic.
function publishing(sid: string, service: string | readonly string[], account: string) {
  return {
    Sid: sid,
    Effect: "Allow",
    Principal: { Service: service },
    Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": account } },
  };
}

function rdsStatement(account: string) {
  return publishing("DatabaseEventsPublish", databaseEventsService, account);
}
