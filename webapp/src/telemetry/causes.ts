import { isNativeError } from "node:util/types";

/** The innermost cause of an error: what really happened, below what it meant for those who asked. */
export function rootCause(error: unknown): unknown {
  if (!isNativeError(error)) return error;
  // Node.js tries all addresses of a name, and collects what each of them failed with.
  const inner: unknown =
    error.cause ?? ("errors" in error && Array.isArray(error.errors) ? error.errors[0] : undefined);
  return inner === undefined ? error : rootCause(inner);
}

/** One line on the innermost cause, for people. */
export function describeCause(error: unknown): string {
  const cause = rootCause(error);
  const [line = ""] = (isNativeError(cause) ? cause.message : String(cause)).split("\n");
  return line === "" ? kindOfCause(error) : line;
}

/** Key of an innermost cause: its code where it has one, because messages may carry ids and times. */
export function kindOfCause(error: unknown): string {
  const cause = rootCause(error);
  if (!isNativeError(cause)) return String(cause);
  return "code" in cause && typeof cause.code === "string" ? cause.code : `${cause.name}: ${cause.message}`;
}
