import { parseArgs } from "node:util";
import { PreflightError } from "./stack";

/** What the program is told. */
export interface Arguments {
  readonly cloud: "aws";
  /** Whether machines read what it writes. */
  readonly json: boolean;
  /** Whether the stack is taken as it was synthesized last, such as by a workflow, and not synthesized anew. */
  readonly synthesized: boolean;
}

const usage = "`npm run preflight -- aws`, then `--json` or `--synthesized`";

/**
 * Reads the arguments.
 *
 * @throws {PreflightError} for one that there is not
 */
export function argumentsOf(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const [cloud, ...more] = positionals;
  if (cloud !== "aws" || more.length > 0)
    throw new PreflightError(`which cloud? ${usage}, got "${positionals.join(" ")}"`);
  const { json = false, synthesized = false } = values;
  return { cloud, json, synthesized };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        synthesized: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new PreflightError(`${(error as Error).message.split(". ")[0]}: ${usage}`);
  }
}
