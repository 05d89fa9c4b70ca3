import { DbInstance, type DbInstanceConfig } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { Construct } from "constructs";
import { defaultLogRetentionDays } from "../log-retention";
import type * as contract from "../private-database";
import { physicalName } from "../names";
import { accountOf } from "./account";
import type { CustomerKey } from "./customer-key";
import {
  checkProps,
  defaultMaxStorageGiB,
  longestRetention,
  shortestRetention,
  smallestStorageGiB,
} from "./database-checks";
import { DatabaseMonitoring, exportedLogs } from "./database-monitoring";
import { Firewall } from "./firewall";
import { partition } from "./partition";
import { allow } from "./policy";
import type { INetwork } from "./network";

/** What a database on AWS can be told. */
export interface PrivateDatabaseProps extends contract.PrivateDatabaseProps {
  readonly network: INetwork;
  /**
   * Days that automatic backups are kept, 1 to 35.
   *
   * @default - 35, or 1 where the database is not protected from deletion: its backups go with it
   */
  readonly backupRetentionDays?: number;
  /**
   * PostgreSQL major version, 16 to 18. AWS applies minor versions by itself.
   *
   * @default "17"
   */
  readonly engineVersion?: string;
  /**
   * Whether a deployment may bring the database to another major version, in its next maintenance window. There is no way
   * back, so let it be true for that deployment only.
   *
   * @default false
   */
  readonly majorUpgradeAllowed?: boolean;
  /**
   * Instance class.
   *
   * @default "db.t4g.micro"
   */
  readonly instanceClass?: string;
  /**
   * Storage to begin with, in GiB: 20 or more (the least that gp3 has).
   *
   * @default 20
   */
  readonly storageGiB?: number;
  /**
   * How large the storage may grow by itself, in GiB: at least a tenth more than `storageGiB`.
   *
   * @default - five times `storageGiB`
   */
  readonly maxStorageGiB?: number;
  /**
   * Days that Performance Insights looks back: 7 (free of charge), 731, or a multiple of 31 below it.
   *
   * @default 7
   */
  readonly insightsRetentionDays?: number;
  /**
   * Days after which the administrator's password is replaced, 1 to 1000. Only `migrate` ever uses it.
   *
   * @default - RDS decides: every 7 days
   */
  readonly secretRotationDays?: number;
  /**
   * Key that encrypts storage, backups, the administrator's secret, insights and logs.
   *
   * @default - the keys that AWS keeps for each service
   */
  readonly key?: CustomerKey | undefined;
}

/** PostgreSQL's own port. */
const port = 5432;

const defaultEngineVersion = "17";

// `admin` is reserved by RDS for PostgreSQL; no plan catches it.
const administrator = "counterpart";

/** Who the application is to the database: a role without a password, which `migrate` creates. */
const appUser = "webapp";

/** RDS for PostgreSQL: encrypted, TLS only, in subnets without a route to the internet. */
export class PrivateDatabase extends Construct implements contract.IPrivateDatabase {
  readonly connection: contract.DatabaseConnection;
  /** The database instance itself. */
  readonly instance: DbInstance;
  /** ARN of the administrator's secret, which RDS makes, keeps in Secrets Manager and rotates. */
  readonly secretArn: string;

  /** Region that holds the database. */
  readonly region: string;
  /** Instance class, such as `db.t4g.micro`. */
  readonly instanceClass: string;
  /** Storage that it began with, in GiB. */
  readonly storageGiB: number;

  private readonly firewall: Firewall;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrivateDatabaseProps,
  ) {
    super(scope, id);
    checkProps(this, props);
    this.region = props.network.region;
    this.instanceClass = props.instanceClass ?? "db.t4g.micro";
    this.storageGiB = props.storageGiB ?? smallestStorageGiB;
    this.firewall = new Firewall(this, "firewall", {
      vpcId: props.network.vpc.id,
      description: "PostgreSQL database",
    });
    this.instance = this.createInstance();
    this.secretArn = this.instance.masterUserSecret.get(0).secretArn;
    this.scheduleRotation();
    this.connection = this.connect();
  }

  /** Opens the database's port to `client`, and to nobody else. */
  allowFrom(client: Firewall): void {
    client.allowTo(this.firewall, port, "PostgreSQL");
  }

  /** Lets `role` log in as the application, by a token that it signs itself. */
  grantLogin(role: IamRole): IamRolePolicy {
    const { arn, resourceId } = this.instance;
    const users = `arn:${partition(this.region)}:rds-db:${this.region}:${accountOf(this, arn)}:dbuser`;
    return new IamRolePolicy(this, "login", {
      namePrefix: "log-in-to-database-",
      role: role.name,
      policy: allow({ actions: ["rds-db:connect"], resources: [`${users}:${resourceId}/${appUser}`] }),
    });
  }

  /** Lets `role` read the administrator's secret, as `migrate` must. */
  grantMigration(role: IamRole): IamRolePolicy {
    const secret = { actions: ["secretsmanager:GetSecretValue"], resources: [this.secretArn] };
    const { key } = this.props;
    return new IamRolePolicy(this, "migration", {
      namePrefix: "read-database-secret-",
      role: role.name,
      policy: key ? allow(secret, key.decryption("secretsmanager")) : allow(secret),
    });
  }

  private connect(): contract.DatabaseConnection {
    const server = {
      DB_DRIVER: "pg",
      DB_HOST: this.instance.address,
      DB_PORT: String(port),
      DB_NAME: this.instance.dbName,
      DB_CA_FILE: "rds-ca-bundle.pem",
    };
    return {
      driver: "pg",
      environment: {
        ...server,
        DB_CREDENTIALS: "aws-iam",
        DB_USER: appUser,
        DB_REGION: this.region,
        DATABASE_LABEL: `PostgreSQL ${this.props.engineVersion ?? defaultEngineVersion}`,
      },
      migration: {
        ...server,
        DB_CREDENTIALS: "aws-secrets-manager",
        DB_SECRET_ARN: this.secretArn,
        APP_DB_USER: appUser,
        APP_DB_LOGIN: "aws-iam",
        APP_DB_REGION: this.region,
      },
    };
  }

  private createInstance(): DbInstance {
    const { engineVersion = defaultEngineVersion } = this.props;
    return new DbInstance(this, "instance", {
      identifier: physicalName(this, 63),
      engine: "postgres",
      // Only the major version: with a minor one, Terraform would undo the upgrades that AWS makes.
      engineVersion,
      autoMinorVersionUpgrade: true,
      ...(this.props.majorUpgradeAllowed && { allowMajorVersionUpgrade: true }),
      // After its years of community support a version is upgraded, and not billed by the hour for staying.
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      instanceClass: this.instanceClass,
      dbName: this.props.databaseName ?? "counter",
      port,
      dbSubnetGroupName: this.createSubnetGroup().name,
      parameterGroupName: this.createParameterGroup(engineVersion).name,
      vpcSecurityGroupIds: [this.firewall.group.id],
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      multiAz: this.props.standby ?? false,
      maintenanceWindow: "sun:04:30-sun:05:30",
      tags: { Name: this.node.path },
      ...this.storage(),
      ...this.logins(),
      ...this.backups(),
      ...this.monitoring(),
    });
  }

  private storage() {
    const { maxStorageGiB, key } = this.props;
    return {
      allocatedStorage: this.storageGiB,
      maxAllocatedStorage: maxStorageGiB ?? defaultMaxStorageGiB(this.storageGiB),
      storageType: "gp3",
      storageEncrypted: true,
      ...(key && { kmsKeyId: key.arn }),
    };
  }

  private logins() {
    const { key } = this.props;
    return {
      username: administrator,
      manageMasterUserPassword: true,
      iamDatabaseAuthenticationEnabled: true,
      ...(key && { masterUserSecretKmsKeyId: key.arn }),
    };
  }

  private backups() {
    const { deletionProtected = true } = this.props;
    const { backupRetentionDays = deletionProtected ? longestRetention : shortestRetention } = this.props;
    return {
      backupRetentionPeriod: backupRetentionDays,
      backupWindow: "03:00-04:00",
      copyTagsToSnapshot: true,
      deletionProtection: deletionProtected,
      deleteAutomatedBackups: !deletionProtected,
      skipFinalSnapshot: !deletionProtected,
      // Always the same: with the time in it, every plan would show a change.
      ...(deletionProtected && { finalSnapshotIdentifier: `${physicalName(this, 57)}-final` }),
    };
  }

  private monitoring(): Partial<DbInstanceConfig> {
    const { insightsRetentionDays, logRetentionDays, key } = this.props;
    const monitoring = new DatabaseMonitoring(this, "monitoring", {
      region: this.region,
      identifier: physicalName(this, 63),
      logRetentionDays: logRetentionDays ?? defaultLogRetentionDays,
      key,
    });
    return {
      performanceInsightsEnabled: true,
      performanceInsightsRetentionPeriod: insightsRetentionDays ?? 7,
      ...(key && { performanceInsightsKmsKeyId: key.arn }),
      monitoringInterval: 60,
      monitoringRoleArn: monitoring.roleArn,
      enabledCloudwatchLogsExports: exportedLogs,
      dependsOn: [...monitoring.logGroups, monitoring.grant],
    };
  }

  private scheduleRotation(): void {
    const { secretRotationDays } = this.props;
    if (secretRotationDays === undefined) return;
    new SecretsmanagerSecretRotation(this, "rotation", {
      secretId: this.secretArn,
      // RDS has just made it up; the default would replace it at once.
      rotateImmediately: false,
      rotationRules: { automaticallyAfterDays: secretRotationDays },
    });
  }

  private createSubnetGroup(): DbSubnetGroup {
    return new DbSubnetGroup(this, "subnets", {
      namePrefix: `${physicalName(this, 100)}-`,
      description: `Data tier of ${this.node.path}`,
      subnetIds: this.props.network.subnetsOf("data").map((subnet) => subnet.id),
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createParameterGroup(engineVersion: string): DbParameterGroup {
    return new DbParameterGroup(this, "parameters", {
      // The family is in the name, and the new group comes first: RDS cannot change a group's family in place.
      namePrefix: `${physicalName(this, 100)}-${engineVersion}-`,
      description: `Parameters of ${this.node.path}`,
      family: `postgres${engineVersion}`,
      parameter: [
        { name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" },
        // Changes of the schema, and every statement that took a second or longer; a visitor waits no longer than two.
        { name: "log_statement", value: "ddl", applyMethod: "immediate" },
        { name: "log_min_duration_statement", value: "1000", applyMethod: "immediate" },
      ],
      lifecycle: { createBeforeDestroy: true },
    });
  }
}
