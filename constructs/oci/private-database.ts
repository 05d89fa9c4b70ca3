import { DatabaseAutonomousDatabase } from "@cdktf/provider-oci/lib/database-autonomous-database";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { requireThat } from "../errors";
import type * as contract from "../private-database";
import { checkDatabaseProps } from "../private-database";
import { AdministratorPassword } from "./administrator-password";
import { DatabaseSecret } from "./database-secret";
import { Firewall } from "./firewall";
import { physicalName, shortDigest } from "./names";
import { type ExistingVault, SecretVault } from "./secret-vault";
import type { ServerIdentity } from "./server-identity";
import type { TieredNetwork } from "./tiered-network";

/** How much a database can do and hold. */
export interface DatabaseCapacity {
  /**
   * ECPUs that are always there, 2 or more.
   *
   * @default 2
   */
  readonly ecpus?: number;
  /**
   * Whether the database takes up to three times as many ECPUs under load, and pays for them while it does.
   *
   * @default true
   */
  readonly autoScaling?: boolean;
  /**
   * Storage in GB, 20 or more. Without a figure OCI would set aside, and charge for, a whole terabyte.
   *
   * @default 20
   */
  readonly storageGB?: number;
}

/** What a database on OCI can be told. */
export interface PrivateDatabaseProps extends contract.PrivateDatabaseProps {
  readonly network: TieredNetwork;
  /**
   * Name of the database, taken for the whole tenancy: a lower-case letter, then up to 13 lower-case letters and digits.
   *
   * @default - "counter" and six characters that stand for the compartment, the region and the construct
   */
  readonly databaseName?: string;
  /**
   * Days that automatic backups are kept, 1 to 60.
   *
   * @default 60
   */
  readonly backupRetentionDays?: number;
  /**
   * Release of Oracle Database.
   *
   * @default "26ai"
   */
  readonly version?: "19c" | "26ai";
  /**
   * How much it can do and hold.
   *
   * @default - 2 ECPUs with auto scaling, 20 GB
   */
  readonly capacity?: DatabaseCapacity;
  /**
   * Whether the price includes the licence or you bring your own.
   *
   * @default "LICENSE_INCLUDED"
   */
  readonly licenseModel?: "LICENSE_INCLUDED" | "BRING_YOUR_OWN_LICENSE";
  /**
   * Where the administrator's password comes from.
   *
   * @default AdministratorPassword.generated()
   */
  readonly administratorPassword?: AdministratorPassword;
  /**
   * Vault that keeps the database's secrets.
   *
   * @default - a vault and a key of the database's own
   */
  readonly vault?: ExistingVault;
}

/** Port of TLS without a client's certificate; 1522 would ask for a wallet. */
const port = 1521;

/**
 * Autonomous Database for transactions, with a private endpoint and no other.
 *
 * An Always Free database cannot have a private endpoint, so there is no way to ask for one here.
 */
export class PrivateDatabase extends Construct implements contract.IPrivateDatabase {
  readonly connection: contract.DatabaseConnection;
  /** The Autonomous Database itself. */
  readonly database: DatabaseAutonomousDatabase;
  /** OCID of the administrator's secret in Vault. */
  readonly secretId: string;

  private readonly firewall: Firewall;
  private readonly administrator: DatabaseSecret;

  /** Creates the database with its secret and its firewall. */
  constructor(scope: Construct, id: string, props: PrivateDatabaseProps) {
    super(scope, id);
    checkProps(this, props);
    this.firewall = new Firewall(this, "firewall", { network: props.network });
    const { compartmentId } = props.network;
    const vault = new SecretVault(this, "vault", {
      compartmentId,
      ...(props.vault && { existing: props.vault }),
    });
    this.administrator = new DatabaseSecret(this, "administrator", {
      compartmentId,
      vault,
      description: "Password of the database administrator",
      password: props.administratorPassword ?? AdministratorPassword.generated(),
    });
    this.secretId = this.administrator.secret.id;
    this.database = this.createDatabase(props);
    const descriptor = new TerraformLocal(this, "connect-descriptor", connectDescriptor(this.database));
    const environment = {
      DB_DRIVER: "oracledb",
      DB_CONNECT_STRING: descriptor.asString,
      DB_USER: "ADMIN",
      DB_CREDENTIALS: "oci-vault",
      DB_SECRET_ID: this.secretId,
    };
    this.connection = {
      driver: "oracledb",
      environment,
      // For now the app logs in as the administrator, as `migrate` must.
      migration: environment,
    };
  }

  /** Opens the database's port to `client`, and to nobody else. */
  allowFrom(client: Firewall): void {
    client.allowTo(this.firewall, port, "Oracle Net over TLS");
  }

  /** Lets the servers that `identity` stands for read the secret that the connection names. */
  grantLogin(identity: ServerIdentity): ITerraformDependable[] {
    return identity.allow("read-database-secret", {
      action: "read secret-bundles",
      condition: `target.secret.id = '${this.secretId}'`,
    });
  }

  private createDatabase(props: PrivateDatabaseProps): DatabaseAutonomousDatabase {
    const { network, capacity = {} } = props;
    const dbName = props.databaseName ?? this.uniqueName(network);
    return new DatabaseAutonomousDatabase(this, "database", {
      compartmentId: network.compartmentId,
      dbName,
      displayName: physicalName(this),
      dbWorkload: "OLTP",
      dbVersion: props.version ?? "26ai",
      // Where nothing is said, OCI assumes that you bring your own.
      licenseModel: props.licenseModel ?? "LICENSE_INCLUDED",
      isFreeTier: false,
      computeModel: "ECPU",
      computeCount: capacity.ecpus ?? 2,
      isAutoScalingEnabled: capacity.autoScaling ?? true,
      dataStorageSizeInGb: capacity.storageGB ?? 20,
      ...this.administrator.login,
      subnetId: network.subnetOf("data").id,
      nsgIds: [this.firewall.group.id],
      privateEndpointLabel: dbName,
      isMtlsConnectionRequired: false,
      backupRetentionPeriodInDays: props.backupRetentionDays ?? 60,
      isLocalDataGuardEnabled: props.standby ?? false,
      lifecycle: { preventDestroy: props.deletionProtected ?? true },
    });
  }

  private uniqueName({ compartmentId, region }: TieredNetwork): string {
    return `counter${shortDigest(Fn.join("/", [compartmentId, region, this.node.path]), 6)}`;
  }
}

/**
 * The way in for transactions over TLS. Only `profiles` knows the private address: `high`, `medium` and `low` show the
 * public one even where there is none. Two retries, not twenty, so that an outage shows within seconds.
 */
function connectDescriptor({ terraformResourceType, friendlyUniqueId }: DatabaseAutonomousDatabase): string {
  const profiles = `${terraformResourceType}.${friendlyUniqueId}.connection_strings[0].profiles`;
  const descriptor = `[for profile in ${profiles} : profile.value if profile.tls_authentication == "SERVER" && profile.consumer_group == "TP"][0]`;
  return `\${replace(${descriptor}, "/retry_count=[0-9]+/", "retry_count=2")}`;
}

function checkProps(scope: Construct, props: PrivateDatabaseProps): void {
  checkDatabaseProps(scope, props, 60);
  const { ecpus, storageGB } = props.capacity ?? {};
  checkWhole(scope, "capacity.ecpus", ecpus, 2, 512);
  checkWhole(scope, "capacity.storageGB", storageGB, 20, 393_216);
}

function checkWhole(
  scope: Construct,
  prop: string,
  value: number | undefined,
  min: number,
  max: number,
): void {
  if (value !== undefined)
    requireThat(
      scope,
      prop,
      value,
      `be a whole number from ${min} to ${max}`,
      (number) => Number.isInteger(number) && number >= min && number <= max,
    );
}
