import { Lazy, TerraformVariable, type TerraformVariableConfig } from "cdktf";
import type { Construct } from "constructs";
import { type Input, type InputRule, isSensitive, terraformTypeOf } from "./fields";
import type { BalancerInputName, CommonInputName } from "./inputs";

/** The variables by name; those of a load balancer only where there is one. */
export type OciVariables = Readonly<
  Record<CommonInputName, TerraformVariable> & Partial<Record<BalancerInputName, TerraformVariable>>
>;

/** Declares a Terraform variable for each input. */
export function declareInputs(scope: Construct, inputs: Readonly<Record<string, Input>>): OciVariables {
  const declared = Object.entries(inputs).map(([name, input]) => [
    name,
    new TerraformVariable(scope, name, variableOf(name, input)),
  ]);
  return Object.fromEntries(declared) as OciVariables;
}

function variableOf(name: string, input: Input): TerraformVariableConfig {
  return {
    type: terraformTypeOf(input.field),
    description: input.description,
    nullable: false,
    // Lazily, because cdktf would write the keys of a shape in snake case.
    ...(input.default !== undefined && { default: Lazy.anyValue({ produce: () => input.default }) }),
    ...(isSensitive(input) && { sensitive: true }),
    validation: rulesOf(input).map(({ must, holds }) => ({
      condition: `\${${holds(`var.${name}`)}}`,
      errorMessage: `The variable \`${name}\` must ${must}${isSensitive(input) ? "" : `, got \${jsonencode(var.${name})}`}.`,
    })),
  };
}

/** Validation rules of a variable, the same as the form's: not every deployment uses the form. */
function rulesOf({ field, rules = [] }: Input): readonly InputRule[] {
  if (field.type === "integer") return [wholeNumber(field), ...rules];
  if (field.type === "enum") return [oneOf(field.enum), ...rules];
  return rules;
}

function wholeNumber({ minimum, maximum }: { minimum?: number; maximum?: number }): InputRule {
  return {
    must: `be a whole number from ${minimum} to ${maximum}`,
    holds: (value) => `floor(${value}) == ${value} && ${value} >= ${minimum} && ${value} <= ${maximum}`,
  };
}

function oneOf(values: readonly string[]): InputRule {
  return {
    must: `be one of ${values.join(", ")}`,
    holds: (value) => `contains(${JSON.stringify(values)}, ${value})`,
  };
}
