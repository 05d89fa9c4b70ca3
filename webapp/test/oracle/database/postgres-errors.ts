import { OraError } from "./ora-error";

/** Errors of Oracle Database by PostgreSQL's codes: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const numbers: Readonly<Record<string, number>> = {
  "22003": 1438,
  "23505": 1,
  "23514": 2290,
  "25006": 16000,
  "40000": 2091,
  "40P01": 60,
  "42501": 1031,
  "42703": 904,
  "42P01": 942,
  "42P07": 955,
  "53100": 1653,
  "55P03": 54,
  "57014": 1013,
};

/** The error of a statement that PostgreSQL did not run; ORA-00604 with its message where Oracle has no such error. */
export function oraErrorOf(error: unknown): OraError {
  if (error instanceof OraError) return error;
  const { code = "", constraint = "", message } = error as Error & { code?: string; constraint?: string };
  const number = numbers[code];
  return number === undefined ? new OraError(604, message) : new OraError(number, constraint);
}
