import { conditionProblems } from "./condition-rules";
import {
  broken,
  check,
  isBoolean,
  isMapping,
  isPattern,
  isText,
  list,
  mapping,
  type Mapping,
  referenceProblems,
  type Rule,
  unknownKeys,
} from "./rule-checks";
import { type FieldRules, fieldTypes } from "./field-types";

const ofEveryField = ["type", "title", "description", "required", "visible", "default", "dependsOn"];

/** Problems of a variable of the form, a sentence each. */
export function variableProblems(variable: unknown, path: string, variables: Mapping): string[] {
  if (!isMapping(variable)) return [broken(path, "a mapping", variable)];
  const { type } = variable;
  const rules = fieldTypes[String(type)];
  if (!rules) return [broken(`${path}.type`, `one of ${Object.keys(fieldTypes).join(", ")}`, type)];
  const known = [...ofEveryField, ...(rules.own ?? [])];
  return [
    ...unknownKeys(variable, known, path),
    ...check(variable, "title", path, isText, "text"),
    ...check(variable, "description", path, isText, "text"),
    ...check(variable, "required", path, isBoolean, "true or false"),
    ...ownProblems(variable, path),
    ...conditionProblems(variable.visible, `${path}.visible`, variables),
    ...dependencyProblems(variable.dependsOn, rules, `${path}.dependsOn`, variables),
    ...defaultProblems(variable, path),
  ];
}

function ownProblems(variable: Mapping, path: string): string[] {
  const isCount: Rule = (value) => Number.isInteger(value) && Number(value) >= 0;
  const isFigure: Rule = (value) => typeof value === "number";
  const isEnum: Rule = (value) =>
    Array.isArray(value) && value.length > 0 && value.every(isText) && new Set(value).size === value.length;
  const number = ["minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"];
  return [
    ...check(variable, "pattern", path, isPattern, "a regular expression"),
    ...check(variable, "confirmation", path, isBoolean, "true or false"),
    ...check(variable, "multiline", path, isBoolean, "true or false"),
    ...["minLength", "maxLength"].flatMap((key) => check(variable, key, path, isCount, "a whole number")),
    ...number.flatMap((key) => check(variable, key, path, isFigure, "a number")),
    ...(variable.type === "enum" && !isEnum(variable.enum)
      ? [broken(`${path}.enum`, "a list of different texts", variable.enum)]
      : []),
  ];
}

function defaultProblems(variable: Mapping, path: string): string[] {
  const { type, default: value, enum: options, pattern, minimum, maximum, required } = variable;
  if (value === undefined) return [];
  const wrong = (rule: string) => [broken(`${path}.default`, rule, value)];
  if (required === true && value === "") return wrong("a value, because the field is required");
  if (type === "boolean") return typeof value === "boolean" ? [] : wrong("true or false");
  if (type === "integer" || type === "number") {
    if (typeof value !== "number" || (type === "integer" && !Number.isInteger(value)))
      return wrong(type === "integer" ? "a whole number" : "a number");
    if (typeof minimum === "number" && value < minimum) return wrong(`${minimum} or more`);
    return typeof maximum === "number" && value > maximum ? wrong(`${maximum} or less`) : [];
  }
  if (type === "enum")
    return list(options).includes(value) ? [] : wrong(`one of ${list(options).join(", ")}`);
  if (type === "oci:core:instanceshapewithflex:name")
    return isText(mapping(value).instanceShape) ? [] : wrong("a mapping with `instanceShape`");
  if (typeof value !== "string") return wrong("text");
  return typeof pattern === "string" && isPattern(pattern) && !new RegExp(pattern, "u").test(value)
    ? wrong(`text that matches ${pattern}`)
    : [];
}

function dependencyProblems(
  value: unknown,
  { needs = [], takes = [] }: FieldRules,
  path: string,
  variables: Mapping,
): string[] {
  if (value !== undefined && !isMapping(value)) return [broken(path, "a mapping", value)];
  const given = mapping(value);
  return [
    ...needs.filter((key) => !(key in given)).map((key) => `${path}.${key}: is missing`),
    ...unknownKeys(given, [...needs, ...takes], path),
    ...Object.entries(given).flatMap(([key, reference]) =>
      typeof reference === "boolean" ? [] : referenceProblems(reference, `${path}.${key}`, variables),
    ),
  ];
}
