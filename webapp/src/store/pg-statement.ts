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

/** Settings of each transaction, on connections whose session is not ours alone. */
const settings = new WeakMap<pg.Client, string>();

/**
 * Has each statement on a connection bring its settings along, in its own transaction.
 *
 * A pooler gives each transaction another session of the server, in which neither a setting nor a prepared statement of
 * an earlier one can be relied on.
 */
export function setLocally(client: pg.Client, parameters: Readonly<Record<string, string | number>>): void {
  const sql = Object.entries(parameters).map(([name, value]) => `SET LOCAL ${name} = ${value};`);
  settings.set(client, sql.join(" "));
}

/** Several statements as one simple query, which is one transaction, with the settings that it needs. */
export function withSettings(client: pg.Client, sql: string): string {
  return `${settings.get(client) ?? ""} ${sql}`;
}

/** Runs a statement; resolves to its first row once the server is ready for the next, which is after its commit. */
export function run(
  client: pg.Client,
  statement: Statement,
  values: string[] = [],
): Promise<Row | undefined> {
  return new Promise((resolve, reject) => {
    if (settings.has(client))
      client.query(new LocalRun(withSettings(client, inline(statement, values)), resolve, reject));
    else client.query(new Run(statement, values, resolve, reject));
  });
}

/** A statement with its values in its text. They are whole numbers, so there is nothing to quote. */
function inline({ text }: Statement, values: readonly string[]): string {
  return values.reduce((sql, value, index) => {
    if (!/^\d+$/.test(value)) throw new RangeError(`\`values\` must be whole numbers, got ${value}`);
    return sql.replace(`$${index + 1}`, value);
  }, text);
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

/** The same as a simple query: settings and statement are one transaction, and one answer. */
class LocalRun implements pg.Submittable {
  private row: Row | undefined;

  constructor(
    private readonly sql: string,
    private readonly resolve: (row: Row | undefined) => void,
    private readonly reject: (error: Error) => void,
  ) {}

  submit(connection: pg.Connection): void {
    connection.query(this.sql);
  }

  handleDataRow({ fields }: { fields: Row }): void {
    this.row ??= fields;
  }

  /** Ignores the names of the columns. */
  handleRowDescription(): void {
    return;
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
