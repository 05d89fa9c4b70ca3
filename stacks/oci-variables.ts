import { Lazy, TerraformVariable, type TerraformVariableConfig } from "cdktf";
import type { Construct } from "constructs";
import { type Input, isSensitive, terraformTypeOf } from "../resource-manager/fields";
import type { CommonInputName, HttpsInputName } from "./oci-inputs";

/** The variables by name; those of a certificate only where there is a load balancer. */
export type OciVariables = Readonly<
  Record<CommonInputName, TerraformVariable> & Partial<Record<HttpsInputName, TerraformVariable>>
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
  const rule = ruleOf(name, input);
  return {
    type: terraformTypeOf(input.field),
    description: input.description,
    nullable: false,
    // Lazily, because cdktf would write the keys of a shape in snake case.
    ...(input.default !== undefined && { default: Lazy.anyValue({ produce: () => input.default }) }),
    ...(isSensitive(input) && { sensitive: true }),
    ...(rule && { validation: [rule] }),
  };
}

/** What the form checks, Terraform checks too: not everybody comes by the form. */
function ruleOf(name: string, { field }: Input) {
  const value = `var.${name}`;
  if (field.type === "integer") {
    const { minimum, maximum } = field;
    return {
      condition: `\${floor(${value}) == ${value} && ${value} >= ${minimum} && ${value} <= ${maximum}}`,
      errorMessage: `The value must be a whole number from ${minimum} to ${maximum}.`,
    };
  }
  if (field.type === "enum")
    return {
      condition: `\${contains(${JSON.stringify(field.enum)}, ${value})}`,
      errorMessage: `The value must be one of ${field.enum.join(", ")}.`,
    };
  if (!("pattern" in field) || field.pattern === undefined) return undefined;
  return {
    condition: `\${can(regex(${JSON.stringify(field.pattern)}, ${value}))}`,
    errorMessage: `The value must match ${field.pattern}`,
  };
}
