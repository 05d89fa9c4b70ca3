/** User and password of a log-in. */
export interface Credentials {
  /** Name of the database user. */
  readonly user: string;
  /** Password of the database user. */
  readonly password: string;
  /**
   * Which version of which secret it is: another one may be offered although it holds the same password.
   *
   * @default - the source has no versions
   */
  readonly version?: string;
  /**
   * Time for which they may be used for new connections, in milliseconds.
   *
   * @default - until the database refuses them
   */
  readonly validMs?: number;
}

/** Asks a source for the credentials that are valid now. */
export type ReadCredentials = () => Promise<Credentials>;

/** Time limit of a source's answer, in milliseconds. */
export const giveUpMs = 5_000;
