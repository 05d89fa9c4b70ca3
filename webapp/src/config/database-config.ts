/** Source of the database's user and password. */
export type CredentialsConfig =
  | { readonly source: "env"; readonly username: string; readonly password: string }
  | { readonly source: "aws-secrets-manager"; readonly secretArn: string }
  | {
      readonly source: "aws-iam";
      readonly username: string;
      readonly region: string;
      readonly host: string;
      readonly port: number;
    }
  | {
      readonly source: "oci-vault";
      readonly username: string;
      readonly secretId: string;
      /**
       * Region of the secret, for whoever asks with the identity of a workload on OKE, which knows none.
       *
       * @default - the instance's own, with the instance's identity
       */
      readonly workloadRegion?: string;
    };

/** Credentials of a role whose name is known before anybody is asked for them. */
export type AppCredentials = Extract<CredentialsConfig, { readonly username: string }>;

/** Connection to PostgreSQL. */
export interface PgConfig {
  /** The driver that this configuration is for. */
  readonly driver: "pg";
  /** Name or address of the server; with TLS its certificate must carry it. */
  readonly host: string;
  /** Port of the server. */
  readonly port: number;
  /** Name of the database. */
  readonly name: string;
  /** File of the certificate authorities that the server is verified with, or no TLS on a loopback address. */
  readonly tls: { readonly caFile: string } | "off";
  /** Source of the user and the password. */
  readonly credentials: CredentialsConfig;
  /**
   * A role for `migrate` to create, with the rights that `serve` needs and no others.
   *
   * @default - none; `serve` logs in as `migrate` does
   */
  readonly appCredentials?: AppCredentials;
}

/** Connection to Oracle Database. */
export interface OracledbConfig {
  /** The driver that this configuration is for. */
  readonly driver: "oracledb";
  /** Connect descriptor or Easy Connect string. */
  readonly connectString: string;
  /**
   * Whether the connect string decides whether the server's certificate must name the host.
   *
   * @default false: it must, whatever the connect string says
   */
  readonly uncheckedName?: boolean;
  /** Source of the user and the password. */
  readonly credentials: CredentialsConfig;
  /**
   * Schema that holds the counter.
   *
   * @default - that of the user who logs in
   */
  readonly schema?: string;
  /**
   * A user for `migrate` to create, with the rights that `serve` needs and no others.
   *
   * @default - none; `serve` logs in as `migrate` does
   */
  readonly appCredentials?: CredentialsConfig;
  /**
   * Folder where `migrate` keeps which version of the administrator's secret the database refused.
   *
   * @default - none; it is forgotten when the process ends
   */
  readonly stateDirectory?: string;
}

/** Connection to the chosen database. */
export type DatabaseConfig = PgConfig | OracledbConfig | { readonly driver: "memory" };
