import { readFileSync } from "node:fs";
import path from "node:path";
import type { Synthesized, SynthesizedStack } from "../proofs/synthesized";

/** An error that ends the program, with a sentence for its user. */
export class PreflightError extends Error {}

/** A stack as it was synthesized: what a deployment would make, and therefore what there is to ask. */
export class Stack {
  /**
   * Reads a stack from the folder that cdktf wrote it to.
   *
   * @param folder such as `cdktf.out/stacks/aws-stack`
   */
  static in(folder: string): Stack {
    const json = readFileSync(path.join(folder, "cdk.tf.json"), "utf8");
    return new Stack(JSON.parse(json) as SynthesizedStack, folder);
  }

  /**
   * @param json what Terraform reads
   * @param folder where Terraform reads it, and files with variables beside it
   */
  constructor(
    readonly json: SynthesizedStack,
    readonly folder?: string,
  ) {}

  /** Resources of a type. */
  all(type: string): Synthesized[] {
    return named(this.json.resource[type]);
  }

  /** The first resource of a type; nothing where the stack has none. */
  first(type: string): Synthesized | undefined {
    return this.all(type)[0];
  }

  /** Data sources of a type. */
  data(type: string): Synthesized[] {
    return named(this.json.data?.[type]);
  }

  /** The block of a provider that has no alias. */
  provider(name: string): Readonly<Record<string, unknown>> {
    return this.json.provider[name]?.find(({ alias }) => alias === undefined) ?? {};
  }
}

/** A text that stands in the JSON as it is; nothing where Terraform is to work it out, or where there is none. */
export function literal(value: unknown): string | undefined {
  return typeof value === "string" && !value.includes("${") ? value : undefined;
}

/** Several such texts; those that Terraform works out are left out. */
export function literals(values: unknown): string[] {
  const all: readonly unknown[] = Array.isArray(values) ? values : [];
  return all.map(literal).filter((value) => value !== undefined);
}

function named(byName: Record<string, Omit<Synthesized, "logicalId">> = {}): Synthesized[] {
  return Object.entries(byName).map(([logicalId, rest]) => ({ logicalId, ...rest }));
}
