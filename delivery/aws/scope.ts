/** Reach of a deployer: the names and tags of one environment's stack, in one account and region. */
export interface Scope {
  /** Number of the account. */
  readonly account: string;
  /** Partition of the region, such as `aws`. */
  readonly partition: string;
  /** Region of the stack. */
  readonly region: string;
  /** Prefix of all names, such as `production-aws-stack-`; `*` stands for any text. */
  readonly prefix: string;
  /** Prefix of the names of log groups behind a slash, such as `production/aws-stack`. */
  readonly path: string;
  /**
   * Keys of the objects in its buckets that are meant.
   *
   * @default - all of them
   */
  readonly objects?: readonly string[];
  /** Tags that everything has; `*` stands for any text. */
  readonly tags: Readonly<Record<string, string>>;
  /**
   * Tags that nothing of it has.
   *
   * @default - none
   */
  readonly withoutTags?: readonly string[];
  /** Resources that the stack was given: ids of an existing network and of zones of Route 53, and ARNs of repositories of images. */
  readonly given: {
    readonly vpcs: readonly string[];
    readonly subnets: readonly string[];
    readonly zones: readonly string[];
    readonly repositories: readonly string[];
  };
}
