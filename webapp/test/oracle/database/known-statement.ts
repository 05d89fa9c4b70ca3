import { OraError } from "./ora-error";
import { appStatements, otherStatements, type Statement } from "./statements";

/** A statement that was understood. */
export interface Known {
  /** Kind of the statement. */
  readonly statement: Statement;
  /** Schema of its table; undefined for the user's own. */
  readonly schema: string | undefined;
  /** The user that it is about. */
  readonly user: string | undefined;
  /** The password that stands in it. */
  readonly password: string | undefined;
}

const places: Readonly<Record<string, string>> = {
  "{table}": String.raw`(?:(?<schema>[A-Za-z]\w*)\.)?counter`,
  "{user}": String.raw`"(?<user>[A-Z]\w*)"`,
  "{password}": String.raw`"(?<password>[^"]+)"`,
};

const known = [...appStatements, ...otherStatements].map((statement) => ({
  statement,
  pattern: patternOf(statement.oracle),
}));

/**
 * Finds a statement in the list.
 *
 * @throws {OraError} ORA-00900 where it is not there, because what it would do is not for this server to guess
 */
export function understand(sql: string): Known {
  const text = sql.replace(/\s+/g, " ").trim();
  for (const { statement, pattern } of known) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const { schema, user, password } = found.groups ?? {};
    return { statement, schema: schema?.toUpperCase(), user, password };
  }
  throw new OraError(900);
}

function patternOf(oracle: string): RegExp {
  const parts = oracle.split(/(\{\w+\})/).map((part) => places[part] ?? escaped(part));
  return new RegExp(`^${parts.join("")}$`);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
