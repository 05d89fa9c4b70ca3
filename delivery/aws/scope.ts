/** What a deployer may reach: what is named or tagged as one environment's stack is, in one account and region. */
export interface Scope {
  /** Number of the account. */
  readonly account: string;
  /** Partition of the region, such as `aws`. */
  readonly partition: string;
  /** Region of the stack. */
  readonly region: string;
  /** What the names of everything begin with, such as `production-aws-stack-`; `*` stands for any text. */
  readonly prefix: string;
  /** What the names of log groups begin with behind a slash, such as `production/aws-stack`. */
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
  /** Ids that the stack was given, such as those of an existing network, and zones of Route 53. */
  readonly given: {
    readonly vpcs: readonly string[];
    readonly subnets: readonly string[];
    readonly zones: readonly string[];
  };
}
