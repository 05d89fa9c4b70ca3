/** Faults while a server boots. */
export interface Trouble {
  /**
   * Number of calls of the package manager that fail before one succeeds.
   *
   * @default 0
   */
  readonly packages?: number;
  /**
   * Number of downloads of the artifact that fail before one succeeds.
   *
   * @default 0
   */
  readonly artifact?: number;
  /**
   * Number of questions for the server's identity that fail before one is answered.
   *
   * @default 0
   */
  readonly metadata?: number;
  /**
   * Seconds after which the database takes connections.
   *
   * @default 0
   */
  readonly database?: number;
}

/** Services around a server. */
export interface Settings {
  readonly cloud: "aws" | "oci";
  readonly trouble: Trouble;
  /** Variables that the server's user data hands to the migration. */
  readonly migration: Readonly<Record<string, string>>;
  /** Host that the artifact is downloaded from. */
  readonly store: string;
  /** File of the artifact. */
  readonly artifact: string;
  /** Certificate and key of PostgreSQL, as PEM. */
  readonly database: { readonly certificate: string; readonly key: string };
}

/** Authorities that a server must trust, as PEM. They have one name, so nobody is to see both. */
export interface Authorities {
  /** Of the services that the application asks. */
  readonly services: string;
  /**
   * Of the store that the artifact comes from.
   *
   * @default - nobody asks for a certificate
   */
  readonly store?: string;
}

/** Link-local address of both clouds' metadata. */
export const metadataAddress = "169.254.169.254";

/** Address of the store that the artifact comes from; the other services have loopback's first one. */
export const storeAddress = "127.0.0.2";
