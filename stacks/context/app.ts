import { App } from "cdktf";
import type { Context } from "./context";
import { withoutTokenTraces } from "./token-traces";

const variable = "CDKTF_CONTEXT_JSON";

/**
 * An app of cdktf with the context of `cdktf.json`, or with that of `CDKTF_CONTEXT_JSON` where no CLI writes over it.
 *
 * @throws {RangeError} where the variable is no object in JSON, which cdktf would answer with a stack trace
 */
export function appWith(context: Context): App {
  const json = process.env[variable];
  if (json && !isObject(json))
    throw new RangeError(
      `\`${variable}\` must be an object in JSON such as {"profile": "lab"}, got ${JSON.stringify(json)}`,
    );
  withoutTokenTraces();
  return new App({ context });
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/**
 * Runs a program that reads the context. What the context must not say is a sentence for whoever wrote it, to whom lines of
 * code tell nothing; it ends the program with 1.
 */
export function withoutTrace(program: () => void): void {
  try {
    program();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
