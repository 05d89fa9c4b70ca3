import { stringify } from "yaml";
import type { Input, InputGroup, Output } from "../stacks/oci/fields";
import { schemaProblems } from "./schema-rules";

/** Definition of Resource Manager's form. */
export interface FormDefinition {
  /** Title of the stack. */
  readonly title: string;
  /** Description of the stack. */
  readonly description: string;
  /** Instructions for a job that failed. */
  readonly troubleshooting: string;
  /** Groups of inputs in their order. */
  readonly inputGroups: Readonly<Record<string, InputGroup>>;
  /** Inputs by name. */
  readonly inputs: Readonly<Record<string, Input>>;
  /** Groups of outputs in their order. */
  readonly outputGroups: Readonly<Record<string, { readonly title: string }>>;
  /** Outputs by name. */
  readonly outputs: Readonly<Record<string, Output>>;
  /** Name of the output that the main button opens. */
  readonly button: string;
}

/**
 * Writes Resource Manager's `schema.yaml`.
 *
 * @throws {RangeError} naming the path of every key that breaks a rule of the format
 */
export function schemaYaml(definition: FormDefinition): string {
  const document = schemaDocument(definition);
  const problems = schemaProblems(document);
  if (problems.length > 0)
    throw new RangeError(`the form for Resource Manager is invalid:\n- ${problems.join("\n- ")}`);
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

function schemaDocument({ title, description, troubleshooting, button, ...parts }: FormDefinition) {
  return {
    title,
    description,
    stackDescription: description,
    schemaVersion: "1.1.0",
    version: "20190304",
    locale: "en",
    troubleshooting,
    variableGroups: groupsOf(parts.inputGroups, parts.inputs, "variables"),
    variables: mapValues(parts.inputs, variableOf),
    outputGroups: groupsOf(parts.outputGroups, parts.outputs, "outputs"),
    outputs: mapValues(parts.outputs, outputOf),
    primaryOutputButton: `\${${button}}`,
  };
}

function variableOf(input: Input) {
  const { title, description, field, visible, default: value } = input;
  return {
    ...field,
    title,
    description: escaped(description),
    required: value === undefined,
    ...(value !== undefined && { default: value }),
    ...(visible !== undefined && { visible }),
  };
}

function outputOf({ title, description, shown }: Output) {
  return { ...shown, title, description: escaped(description), visible: true };
}

function groupsOf(
  groups: Readonly<Record<string, object>>,
  members: Readonly<Record<string, { readonly group: string }>>,
  key: string,
) {
  return Object.entries(groups).flatMap(([id, group]) => {
    const names = Object.keys(members).filter((name) => members[name]!.group === id);
    return names.length === 0 ? [] : [{ ...group, [key]: names.map((name) => `\${${name}}`) }];
  });
}

/** Descriptions are HTML. */
function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function mapValues<T, U>(values: Readonly<Record<string, T>>, map: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
