import { RefusedValue } from "../../constructs/shared";
import { type Input, type InputRule, isSensitive, terraformTypeOf } from "./fields";

/** Values of variables that replace their defaults, by name. */
export type GivenInputs = Readonly<Record<string, NonNullable<Input["default"]>>>;

/** Inputs that say where everything is: one that is given is the only one that a deployment may have. */
const places = ["tenancy_ocid", "compartment_ocid", "region"];

/**
 * Inputs with other defaults; where they say the place, Terraform refuses any other before it reads anything.
 *
 * @throws {RefusedValue} for an input that there is not, for a secret, and for a value that the input does not take
 */
export function withGiven<T extends Input>(
  inputs: Readonly<Record<string, T>>,
  given: GivenInputs = {},
): Readonly<Record<string, T>> {
  for (const [name, value] of Object.entries(given)) check(name, value, inputs);
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const value = given[name];
      if (value === undefined) return [name, input];
      const only = typeof value === "string" && places.includes(name) ? [noOther(value)] : [];
      return [name, { ...input, default: value, rules: [...(input.rules ?? []), ...only] }];
    }),
  );
}

function check(name: string, value: GivenInputs[string], inputs: Readonly<Record<string, Input>>): void {
  const input = inputs[name];
  const refuse = (rule: string, shown = JSON.stringify(value)) => {
    throw new RefusedValue(`inputs.${name}`, rule, shown);
  };
  if (input === undefined) return refuse(`be one of the stack's variables: ${namesOf(inputs).join(", ")}`);
  if (isSensitive(input)) return refuse("be given at the deployment alone, because it is a secret", "one");
  const type = terraformTypeOf(input.field);
  const kind =
    type === "bool" ? "boolean" : type === "number" ? "number" : type === "string" ? "string" : "object";
  if (typeof value !== kind) return refuse(kinds[kind]);
  const broken = (input.rules ?? []).find(
    ({ pattern }) => pattern !== undefined && typeof value === "string" && !new RegExp(pattern).test(value),
  );
  if (broken) return refuse(broken.must);
}

const kinds = {
  boolean: "be true or false",
  number: "be a number",
  string: "be a text",
  object: "be an object with `instanceShape`, `ocpus` and `memory`",
} as const;

function namesOf(inputs: Readonly<Record<string, Input>>): string[] {
  return Object.entries(inputs)
    .filter(([, input]) => !isSensitive(input))
    .map(([name]) => name);
}

function noOther(value: string): InputRule {
  return {
    must: `be ${value}, because this stack is deployed there and nowhere else`,
    holds: (variable) => `${variable} == ${JSON.stringify(value)}`,
  };
}
