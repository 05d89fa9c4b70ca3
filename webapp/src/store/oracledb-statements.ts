import driver from "oracledb";
import { outcomeOf, requireNoStandby } from "./oracledb-errors";
import { exactTotal, missingCounter, requireRoom, StoreError } from "./store";

/** Adds to the counter, and resolves to the new total once it is committed. */
export async function add(connection: driver.Connection, table: string, step: number): Promise<number> {
  const { outBinds } = await ask(
    connection.execute<{ visits: number[] }>(
      `UPDATE ${table} SET visits = visits + :step WHERE id = 1 RETURNING visits INTO :visits`,
      { step, visits: { dir: driver.BIND_OUT, type: driver.NUMBER } },
      { autoCommit: true },
    ),
  );
  return totalOf(outBinds?.visits[0]);
}

/** Reads the counter. */
export async function readTotal(connection: driver.Connection, table: string): Promise<number> {
  const { rows } = await ask(connection.execute<[number]>(`SELECT visits FROM ${table} WHERE id = 1`));
  return totalOf(rows?.[0]?.[0]);
}

/**
 * Reads the counter, and begins to add to it without touching the row: whoever may not is told so as a visitor would be. It takes
 * no lock that a visit waits for.
 *
 * A standby answers, but counts no visit. What it is called when it is none, or says nothing, is not ours to judge:
 * https://docs.oracle.com/en/database/oracle/oracle-database/19/sqlrf/SYS_CONTEXT.html names the roles.
 *
 * @throws {StoreError} where no visit can be counted
 */
export async function requireCounting(connection: driver.Connection, table: string): Promise<void> {
  const sql = `SELECT visits, SYS_CONTEXT('USERENV', 'DATABASE_ROLE') FROM ${table} WHERE id = 1`;
  const { rows } = await ask(connection.execute<[number, string | null]>(sql));
  requireRoom(totalOf(rows?.[0]?.[0]));
  requireNoStandby(rows?.[0]?.[1]);
  const update = `UPDATE ${table} SET visits = visits + 1 WHERE id = 1 AND 1 = 0`;
  await ask(connection.execute(update, {}, { autoCommit: true }));
}

/** Waits for a statement, and says what is known about its effect where it fails. */
export async function ask<T>(statement: Promise<T>): Promise<T> {
  try {
    return await statement;
  } catch (error) {
    throw new StoreError(outcomeOf(error), "Oracle Database did not run the statement", { cause: error });
  }
}

function totalOf(visits: number | undefined): number {
  if (visits === undefined) throw missingCounter();
  return exactTotal(visits);
}
