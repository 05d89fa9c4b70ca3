/** One call of an AWS service. */
export interface Call {
  /** Name by which it is signed, such as `rds`. */
  readonly service: string;
  /** Name of the call, or method and path where the protocol knows no names. */
  readonly action: string;
  /** Parameters of a call in AWS's query protocol. */
  readonly parameters: URLSearchParams;
  /** Body of the request. */
  readonly body: Buffer;
}

/** An answer that moto has no part in. */
export interface Answer {
  /** Its headers. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its body. */
  readonly body: string;
  /**
   * Its status.
   *
   * @default 200
   */
  readonly status?: number;
}
