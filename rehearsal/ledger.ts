/** One call of a cloud's API, as it was answered. */
export interface Entry {
  /** Milliseconds of the clock when it was answered. */
  readonly at: number;
  /** The call, such as `POST iaas 20160918/vcns` or `rds CreateDBInstance`. */
  readonly call: string;
  /** Status of the answer. */
  readonly status: number;
  /**
   * Number of resources in the account after it.
   *
   * @default - whoever answers does not know
   */
  readonly alive?: number;
}

/** Every call that a cloud has answered, in order. */
export class Ledger {
  private readonly all: Entry[] = [];

  /** Notes a call that was just answered. */
  enter(call: string, status: number, alive?: number): void {
    this.all.push({ at: Date.now(), call, status, ...(alive !== undefined && { alive }) });
  }

  /** The calls so far. */
  get entries(): readonly Entry[] {
    return this.all;
  }
}
