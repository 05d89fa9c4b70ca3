import type pg from "pg";

/** A statement that the server keeps prepared, on each connection from its first run on. */
export interface Statement {
  /** Name on the server. */
  readonly name: string;
  /** Its SQL. */
  readonly text: string;
}

/** Values of a row, as PostgreSQL writes them. */
export type Row = readonly (string | null)[];

interface Connection extends pg.Connection {
  /** Text of the statements that this connection's server has, by name; the client keeps it. */
  readonly parsedStatements: Readonly<Record<string, string>>;
}

/** Runs a statement; resolves to its first row once the server is ready for the next, which is after its commit. */
export function run(
  client: pg.Client,
  statement: Statement,
  values: string[] = [],
): Promise<Row | undefined> {
  return new Promise((resolve, reject) => client.query(new Run(statement, values, resolve, reject)));
}

/**
 * One run of a statement, handed to the client as cursors are.
 *
 * A query of the client's own asks each time what the columns are called, and makes an object of each row: half of what a
 * batch costs this process, for one number.
 */
class Run implements pg.Submittable {
  readonly name: string;
  readonly text: string;
  private row: Row | undefined;

  constructor(
    { name, text }: Statement,
    private readonly values: string[],
    private readonly resolve: (row: Row | undefined) => void,
    private readonly reject: (error: Error) => void,
  ) {
    this.name = name;
    this.text = text;
  }

  submit(connection: pg.Connection): void {
    const { name, text, values } = this;
    const { parsedStatements } = connection as Connection;
    connection.stream.cork();
    if (parsedStatements[name] === undefined) connection.parse({ name, text, types: [] }, true);
    connection.bind({ statement: name, values }, true);
    connection.execute({}, true);
    connection.sync();
    connection.stream.uncork();
  }

  handleDataRow({ fields }: { fields: Row }): void {
    this.row ??= fields;
  }

  /** Comes before the commit, so nothing may be made of it. */
  handleCommandComplete(): void {
    return;
  }

  handleReadyForQuery(): void {
    this.resolve(this.row);
  }

  handleError(error: Error): void {
    this.reject(error);
  }
}
