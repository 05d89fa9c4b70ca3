import { parseArgs } from "node:util";
import type { Cloud } from "../stacks/context/keys";
import { PreflightError } from "./stack";

/** Command-line arguments of the program. */
export interface Arguments {
  readonly cloud: Cloud;
  /** Whether machines read what it writes. */
  readonly json: boolean;
  /** Whether the stack is taken as it was synthesized last, such as by a workflow, and not synthesized anew. */
  readonly synthesized: boolean;
  /** Whether what whoever asks may do is a question, too: not where a role for somebody else asks, or one whose policy was made for this stack. */
  readonly rights: boolean;
  /** File that a report in Markdown is added to, such as the summary of a workflow's run. */
  readonly summary?: string | undefined;
  /** Variables of Terraform, as its own `-var` has them. */
  readonly variables: Readonly<Record<string, string>>;
}

const usage =
  "`npm run preflight -- aws` or `npm run preflight -- oci`, then `--json`, `--synthesized`, `--without-rights`, `--summary file` or `--var name=value`";

/**
 * Reads the arguments.
 *
 * @throws {PreflightError} for one that there is not
 */
export function argumentsOf(args: readonly string[]): Arguments {
  const { values, positionals } = parsed(args);
  const [cloud, ...more] = positionals;
  if ((cloud !== "aws" && cloud !== "oci") || more.length > 0)
    throw new PreflightError(`which cloud? ${usage}, got "${positionals.join(" ")}"`);
  const { json = false, synthesized = false, summary, var: variables = [] } = values;
  return {
    cloud,
    json,
    synthesized,
    rights: !values["without-rights"],
    summary,
    variables: Object.fromEntries(variables.map(assignment)),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: "boolean" },
        synthesized: { type: "boolean" },
        "without-rights": { type: "boolean", default: false },
        summary: { type: "string" },
        var: { type: "string", multiple: true },
      },
    });
  } catch (error) {
    throw new PreflightError(`${(error as Error).message.split(". ")[0]}: ${usage}`);
  }
}

function assignment(text: string): readonly [string, string] {
  const [, name, value] = /^([a-z]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined || value === undefined)
    throw new PreflightError(`\`--var\` must be such as region=us-ashburn-1, got "${text}"`);
  return [name, value];
}
