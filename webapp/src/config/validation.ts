import type * as z from "zod";
import { secretVariables } from "./variables";

/** The environment's variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Validates an environment, and keeps a sentence for each rule that is broken. */
export class Validation {
  private readonly broken = new Set<string>();

  constructor(private readonly env: Environment) {}

  /** One sentence for each rule that was broken so far. */
  get problems(): readonly string[] {
    return [...this.broken];
  }

  /** Parses the environment by a schema; undefined if that breaks its rules. */
  check<T extends z.ZodType>(schema: T): z.output<T> | undefined {
    const result = schema.safeParse(this.env);
    if (result.success) return result.data;
    for (const { path, message } of result.error.issues) this.note(String(path[0]), message);
    return undefined;
  }

  /** The one of the values that a variable has; nothing if it has another one. */
  choose<T extends string>(variable: string, values: readonly T[]): T | undefined {
    const chosen = values.find((value) => value === this.env[variable]);
    if (chosen === undefined) this.note(variable, `one of ${values.join(", ")}`);
    return chosen;
  }

  /** Refuses those of the known variables that are set and do not belong to the choice. */
  refuseUnknown(known: Iterable<string>, own: ReadonlySet<string>, choice: string): void {
    for (const variable of known)
      if (this.env[variable] !== undefined && !own.has(variable))
        this.note(variable, `absent with \`${choice}\``);
  }

  private note(variable: string, rule: string): void {
    const value = this.env[variable];
    const shown = secretVariables.has(variable) ? "a hidden value" : `"${value}"`;
    const given = value === undefined ? "it is not set" : `got ${shown}`;
    this.broken.add(`\`${variable}\` must be ${rule}; ${given}`);
  }
}
