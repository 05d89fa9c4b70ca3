import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { SecretsmanagerSecretRotation } from "@cdktf/provider-aws/lib/secretsmanager-secret-rotation";
import { Construct } from "constructs";
import { refuseOther } from "../../shared";
import type * as contract from "../../private-database";
import { accountOf, allow, partition } from "../account";
import { checkProps, laterVersion, smallestStorageGiB } from "./database-checks";
import { appUser, databaseConnection, databasePort } from "./database-connection";
import { databaseParameters, databaseSubnets } from "./database-groups";
import type { PrivateDatabaseProps } from "./private-database-props";
import { backups, databaseIdentifier, logins, monitoring, storage } from "./database-settings";
import { SecurityGroup } from "../network";

const defaultEngineVersion = "17";

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

  private readonly securityGroup: SecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: PrivateDatabaseProps,
  ) {
    super(scope, id);
    checkProps(this, props);
    this.region = props.network.region;
    // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
    this.instanceClass = props.instanceClass ?? "db.t4g.medium";
    this.storageGiB = props.storageGiB ?? smallestStorageGiB;
    this.securityGroup = new SecurityGroup(this, "firewall", {
      vpcId: props.network.vpc.id,
      description: "PostgreSQL database",
    });
    const { engineVersion = defaultEngineVersion } = props;
    this.instance = this.createInstance(engineVersion);
    this.secretArn = this.instance.masterUserSecret.get(0).secretArn;
    this.scheduleRotation();
    const { instance, region, secretArn } = this;
    this.connection = databaseConnection({ instance, region, engineVersion, secretArn });
  }

  /** Opens the database's port to `client`, and to nobody else. */
  allowFrom(client: SecurityGroup): void {
    client.allowTo(this.securityGroup, databasePort, "PostgreSQL");
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

  private createInstance(engineVersion: string): DbInstance {
    const { network, majorUpgradeAllowed, databaseName: dbName = "counter", standby } = this.props;
    const { deletionProtected = true } = this.props;
    const identifier = databaseIdentifier(this);
    return new DbInstance(this, "instance", {
      identifier,
      engine: "postgres",
      // Only the major version: with a minor one, Terraform would undo the upgrades that AWS makes.
      engineVersion,
      autoMinorVersionUpgrade: true,
      ...(majorUpgradeAllowed && { allowMajorVersionUpgrade: true }),
      // An upgrade put off would keep its former parameter group in use, and every deployment until then would fail to delete it.
      applyImmediately: majorUpgradeAllowed ?? false,
      // After its years of community support a version is upgraded, and not billed by the hour for staying.
      engineLifecycleSupport: "open-source-rds-extended-support-disabled",
      instanceClass: this.instanceClass,
      dbName,
      port: databasePort,
      dbSubnetGroupName: databaseSubnets(this, network).name,
      parameterGroupName: databaseParameters(this, engineVersion).name,
      vpcSecurityGroupIds: [this.securityGroup.group.id],
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      multiAz: standby ?? false,
      maintenanceWindow: "sun:04:30-sun:05:30",
      tags: { Name: this.node.path },
      lifecycle: {
        ...(deletionProtected && { preventDestroy: true }),
        // One that was deployed under a name without its end keeps that.
        ignoreChanges: ["db_name", "identifier"],
        postcondition: [
          refuseOther({ option: "databaseName", deployed: "self.db_name", wanted: JSON.stringify(dbName) }),
          laterVersion(engineVersion, majorUpgradeAllowed ?? false),
        ],
      },
      ...storage(this.props),
      ...logins(this.props),
      ...backups(this, this.props),
      ...monitoring(this, identifier, this.props),
    });
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
}
