import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { DbParameterGroup } from "@cdktf/provider-aws/lib/db-parameter-group";
import { DbSubnetGroup } from "@cdktf/provider-aws/lib/db-subnet-group";
import type { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { requireThat } from "../errors";
import type * as contract from "../private-database";
import { checkDatabaseProps } from "../private-database";
import { Firewall } from "./firewall";
import { physicalName } from "../names";
import type { TieredNetwork } from "./tiered-network";

/** What a database on AWS can be told. */
export interface PrivateDatabaseProps extends contract.PrivateDatabaseProps {
  readonly network: TieredNetwork;
  /**
   * PostgreSQL major version, 16 to 18. AWS applies minor versions by itself.
   *
   * @default "17"
   */
  readonly engineVersion?: string;
  /**
   * Instance class.
   *
   * @default "db.t4g.micro"
   */
  readonly instanceClass?: string;
  /**
   * Storage in GiB, 20 or more (the least that gp3 has).
   *
   * @default 20
   */
  readonly storageGiB?: number;
}

/** PostgreSQL's own port. */
const port = 5432;

// `admin` is reserved by RDS for PostgreSQL; no plan catches it.
const administrator = "counterpart";

const longestRetention = 35;

/** RDS for PostgreSQL: encrypted, TLS only, in subnets without a route to the internet. */
export class PrivateDatabase extends Construct implements contract.IPrivateDatabase {
  readonly connection: contract.DatabaseConnection;
  /** The database instance itself. */
  readonly instance: DbInstance;
  /** ARN of the administrator's secret, which RDS makes, keeps in Secrets Manager and rotates. */
  readonly secretArn: string;

  /** Region that holds the database. */
  readonly region: string;

  private readonly firewall: Firewall;

  constructor(scope: Construct, id: string, props: PrivateDatabaseProps) {
    super(scope, id);
    checkProps(this, props);
    this.region = props.network.region;
    this.firewall = new Firewall(this, "firewall", {
      vpcId: props.network.vpc.id,
      description: "PostgreSQL database",
    });
    this.instance = this.createInstance(props);
    this.secretArn = this.instance.masterUserSecret.get(0).secretArn;
    const environment = {
      DB_DRIVER: "pg",
      DB_HOST: this.instance.address,
      DB_PORT: String(port),
      DB_NAME: this.instance.dbName,
      DB_CA_FILE: "rds-ca-bundle.pem",
      DB_CREDENTIALS: "aws-secrets-manager",
      DB_SECRET_ARN: this.secretArn,
    };
    this.connection = {
      driver: "pg",
      environment,
      // For now the app logs in as the administrator, as `migrate` must.
      migration: environment,
    };
  }

  /** Opens the database's port to `client`, and to nobody else. */
  allowFrom(client: Firewall): void {
    client.allowTo(this.firewall, port, "PostgreSQL");
  }

  /** Lets `role` read the secret that the connection names. */
  grantLogin(role: IamRole): IamRolePolicy {
    return new IamRolePolicy(this, "login", {
      namePrefix: "read-database-secret-",
      role: role.name,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource: this.secretArn }],
      }),
    });
  }

  private createInstance(props: PrivateDatabaseProps): DbInstance {
    const name = physicalName(this, 63);
    const engineVersion = props.engineVersion ?? "17";
    const deletionProtected = props.deletionProtected ?? true;
    return new DbInstance(this, "instance", {
      identifier: name,
      engine: "postgres",
      // Only the major version: with a minor one, Terraform would undo the upgrades that AWS makes.
      engineVersion,
      autoMinorVersionUpgrade: true,
      instanceClass: props.instanceClass ?? "db.t4g.micro",
      allocatedStorage: props.storageGiB ?? 20,
      storageType: "gp3",
      storageEncrypted: true,
      dbName: props.databaseName ?? "counter",
      username: administrator,
      manageMasterUserPassword: true,
      port,
      dbSubnetGroupName: this.createSubnetGroup(props.network).name,
      parameterGroupName: this.createParameterGroup(engineVersion).name,
      vpcSecurityGroupIds: [this.firewall.group.id],
      publiclyAccessible: false,
      caCertIdentifier: "rds-ca-rsa2048-g1",
      multiAz: props.standby ?? false,
      backupRetentionPeriod: props.backupRetentionDays ?? longestRetention,
      backupWindow: "03:00-04:00",
      maintenanceWindow: "sun:04:30-sun:05:30",
      copyTagsToSnapshot: true,
      deletionProtection: deletionProtected,
      deleteAutomatedBackups: !deletionProtected,
      skipFinalSnapshot: !deletionProtected,
      ...(deletionProtected ? { finalSnapshotIdentifier: `${name.slice(0, 57)}-final` } : {}),
      tags: { Name: this.node.path },
    });
  }

  private createSubnetGroup(network: TieredNetwork): DbSubnetGroup {
    return new DbSubnetGroup(this, "subnets", {
      namePrefix: `${physicalName(this, 100)}-`,
      description: `Data tier of ${this.node.path}`,
      subnetIds: network.subnetsOf("data").map((subnet) => subnet.id),
      lifecycle: { createBeforeDestroy: true },
    });
  }

  private createParameterGroup(engineVersion: string): DbParameterGroup {
    return new DbParameterGroup(this, "parameters", {
      // The family is in the name, and the new group comes first: RDS cannot change a group's family in place.
      namePrefix: `${physicalName(this, 100)}-${engineVersion}-`,
      description: `Parameters of ${this.node.path}`,
      family: `postgres${engineVersion}`,
      parameter: [{ name: "rds.force_ssl", value: "1", applyMethod: "pending-reboot" }],
      lifecycle: { createBeforeDestroy: true },
    });
  }
}

function checkProps(scope: Construct, props: PrivateDatabaseProps): void {
  checkDatabaseProps(scope, props, longestRetention);
  const { engineVersion, storageGiB } = props;
  if (engineVersion !== undefined)
    requireThat(
      scope,
      "engineVersion",
      engineVersion,
      "be a PostgreSQL major version from 16 to 18",
      (version) => ["16", "17", "18"].includes(version),
    );
  if (storageGiB !== undefined)
    requireThat(
      scope,
      "storageGiB",
      storageGiB,
      "be a whole number from 20 to 65536",
      (gib) => Number.isInteger(gib) && gib >= 20 && gib <= 65536,
    );
}
