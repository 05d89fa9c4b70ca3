import { DatabaseAutonomousDatabase } from "@cdktf/provider-oci/lib/database-autonomous-database";
import { Fn, type ITerraformDependable, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type * as contract from "../../private-database";
import { checkDatabaseProps } from "../../private-database";
import { databaseAlarms, databaseEvents } from "../monitoring";
import { AdministratorPassword } from "./administrator-password";
import { checkOptions } from "./database-checks";
import { bornWith } from "./database-deployed-with";
import { ecpusOf, type DatabaseOptions, optionArguments } from "./database-options";
import { DatabaseSecret } from "./database-secret";
import { NetworkSecurityGroup, type TieredNetwork } from "../network";
import {
  type ExistingVault,
  type Grant,
  type Grantee,
  physicalName,
  SecretVault,
  shortDigest,
} from "../account";

/** Properties of {@link PrivateDatabase}. */
export interface PrivateDatabaseProps extends contract.PrivateDatabaseProps, DatabaseOptions {
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
export const databasePort = 1521;

/** Every Autonomous Database is born with this user. */
const administratorUser = "ADMIN";

/** The application's user in the database: it may read the counter and add to it, and nothing else. */
const appUser = "WEBAPP";

/**
 * Autonomous Database for transactions, with a private endpoint and no other.
 *
 * An Always Free database cannot have a private endpoint, so there is no way to ask for one here.
 */
export class PrivateDatabase extends Construct implements contract.IPrivateDatabase {
  readonly connection: contract.DatabaseConnection;
  /** The Autonomous Database itself. */
  readonly database: DatabaseAutonomousDatabase;
  /** The administrator's secret in Vault; `migrate` alone is told of it. */
  readonly administrator: DatabaseSecret;
  /** The secret in Vault that the application logs in with. */
  readonly application: DatabaseSecret;

  /** ECPUs that are always there; a token where a deployment decides. */
  readonly ecpus: number;

  private readonly securityGroup: NetworkSecurityGroup;

  /** Creates the database with its secret and its network security group. */
  constructor(scope: Construct, id: string, props: PrivateDatabaseProps) {
    super(scope, id);
    checkDatabaseProps(this, props, 60);
    checkOptions(this, props);
    this.ecpus = ecpusOf(props);
    this.securityGroup = new NetworkSecurityGroup(this, "firewall", { network: props.network });
    const { compartmentId } = props.network;
    const vault = new SecretVault(this, "vault", {
      compartmentId,
      deletionProtected: props.deletionProtected ?? true,
      ...(props.vault && { existing: props.vault }),
    });
    this.administrator = new DatabaseSecret(this, "administrator", {
      compartmentId,
      vault,
      description: "Password of the database administrator",
      password: props.administratorPassword ?? AdministratorPassword.generated(),
    });
    this.application = new DatabaseSecret(this, "application", {
      compartmentId,
      vault,
      description: "Password that the application counts visits with",
    });
    this.database = this.createDatabase(props);
    for (const [id, alarm] of Object.entries(databaseAlarms(this.database.id, this.ecpus)))
      props.network.monitoring.alarm(this, id, alarm);
    props.network.monitoring.forward(this, "events", databaseEvents);
    const descriptor = new TerraformLocal(this, "connect-descriptor", connectDescriptor(this.database));
    this.connection = this.createConnection(descriptor.asString, props);
  }

  /** Opens the database's port to `client`, and to nobody else. */
  allowFrom(client: NetworkSecurityGroup): void {
    client.allowTo(this.securityGroup, databasePort, "Oracle Net over TLS");
  }

  /** Lets whoever `identity` stands for read the two secrets that the connection names: to serve, and to migrate. */
  grantLogin(identity: Grantee): ITerraformDependable[] {
    return identity.allow("read-database-secrets", [this.administrator, this.application].map(toRead));
  }

  /** Lets whoever `identity` stands for read the application's secret: to serve, and no more. */
  grantServing(identity: Grantee): ITerraformDependable[] {
    return identity.allow("read-application-secret", [toRead(this.application)]);
  }

  private createConnection(
    connectString: string,
    { uncheckedHostName }: PrivateDatabaseProps,
  ): contract.DatabaseConnection {
    const common = {
      DB_DRIVER: "oracledb",
      DB_CONNECT_STRING: connectString,
      DB_CREDENTIALS: "oci-vault",
      ...(uncheckedHostName && { DB_TLS_NAME: "unchecked" }),
    };
    const { secret } = this.application;
    return {
      driver: "oracledb",
      environment: {
        ...common,
        DB_USER: appUser,
        DB_SECRET_ID: secret.id,
        DB_SCHEMA: administratorUser,
        DATABASE_LABEL: "Autonomous Database",
      },
      migration: {
        ...common,
        DB_USER: administratorUser,
        DB_SECRET_ID: this.administrator.secret.id,
        APP_DB_USER: appUser,
        APP_DB_LOGIN: "oci-vault",
        APP_DB_SECRET_ID: secret.id,
      },
    };
  }

  private createDatabase(props: PrivateDatabaseProps): DatabaseAutonomousDatabase {
    const { network } = props;
    const dbName = props.databaseName ?? this.uniqueName(network);
    return new DatabaseAutonomousDatabase(this, "database", {
      compartmentId: network.compartmentId,
      dbName,
      displayName: physicalName(this),
      ...optionArguments(props),
      ...this.administrator.login,
      subnetId: network.subnetIdOf("data"),
      nsgIds: [this.securityGroup.group.id],
      privateEndpointLabel: dbName,
      isMtlsConnectionRequired: false,
      backupRetentionPeriodInDays: props.backupRetentionDays ?? 60,
      isLocalDataGuardEnabled: props.standby ?? false,
      lifecycle: { preventDestroy: props.deletionProtected ?? true, ...bornWith(props) },
    });
  }

  private uniqueName({ compartmentId, region }: TieredNetwork): string {
    return `counter${shortDigest(Fn.join("/", [compartmentId, region, this.node.path]), 6)}`;
  }
}

function toRead({ secret }: DatabaseSecret): Grant {
  return { action: "read secret-bundles", condition: `target.secret.id = '${secret.id}'` };
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
