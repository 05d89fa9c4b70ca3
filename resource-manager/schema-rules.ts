/**
 * The rules that `schema.yaml` must keep, written from Oracle's documentation:
 * https://docs.oracle.com/iaas/Content/ResourceManager/Concepts/terraformconfigresourcemanager_topic-schema.htm
 */

type Mapping = Readonly<Record<string, unknown>>;
type Rule = (value: unknown) => boolean;

interface FieldRules {
  /** Keys of its own beside those of every field. */
  readonly own?: readonly string[];
  /** Inputs that a picker must be told. */
  readonly needs?: readonly string[];
  /** Inputs that a picker may be told. */
  readonly takes?: readonly string[];
}

const text = { own: ["minLength", "maxLength", "pattern"] };
const figure = { own: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] };
const inCompartment = { needs: ["compartmentId"] };

const fieldTypes: Readonly<Record<string, FieldRules>> = {
  array: { own: ["items", "minItems", "maxItems", "uniqueItems"] },
  boolean: {},
  enum: { own: ["enum", "additionalProps"] },
  integer: figure,
  number: figure,
  string: text,
  text: { own: [...text.own, "multiline"] },
  file: {},
  password: { own: [...text.own, "confirmation"] },
  datetime: {},
  "oci:identity:compartment:id": {},
  "oci:identity:region:name": {},
  "oci:identity:availabilitydomain:name": { ...inCompartment, takes: ["regionName"] },
  "oci:identity:faultdomain:name": { needs: ["compartmentId", "availabilityDomainName"] },
  "oci:core:image:id": { ...inCompartment, takes: ["operatingSystem", "operatingSystemVersion", "shape"] },
  "oci:core:instanceshape:name": { ...inCompartment, takes: ["imageId", "availabilityDomain"] },
  "oci:core:instanceshapewithflex:name": { ...inCompartment, takes: ["imageId", "availabilityDomain"] },
  "oci:core:vcn:id": inCompartment,
  "oci:core:subnet:id": {
    needs: ["vcnId", "compartmentId"],
    takes: ["hidePublicSubnet", "hidePrivateSubnet", "hideRegionalSubnet", "hideAdSubnet"],
  },
  "oci:core:ssh:publickey": {},
  "oci:kms:vault:id": inCompartment,
  "oci:kms:key:id": {
    needs: ["compartmentId", "vaultId"],
    takes: ["protectionMode", "algorithm", "length", "curveId"],
  },
};

const ofEveryField = ["type", "title", "description", "required", "visible", "default", "dependsOn"];
const outputTypes = [
  "boolean",
  "number",
  "string",
  "copyableString",
  "link",
  "ocid",
  "map",
  "json",
  "list",
  "csv",
];
const comparisons = ["eq", "ge", "gt", "le", "lt"];

const isMapping = (value: unknown): value is Mapping =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText: Rule = (value) => typeof value === "string" && value.trim() !== "";
const isBoolean: Rule = (value) => typeof value === "boolean";
const mapping = (value: unknown): Mapping => (isMapping(value) ? value : {});
const list = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

const topLevel: Readonly<Record<string, readonly [Rule, string]>> = {
  schemaVersion: [(value) => value === "1.0.0" || value === "1.1.0", '"1.0.0" or "1.1.0"'],
  title: [isText, "text"],
  description: [isText, "text"],
  stackDescription: [isText, "text"],
  informationalText: [isText, "text"],
  instructions: [isText, "text"],
  troubleshooting: [isText, "text"],
  version: [isText, "text"],
  packageVersion: [isText, "text"],
  locale: [(value) => value === "en", '"en"'],
  logoUrl: [isText, "text"],
  source: [isMapping, "a mapping"],
  allowViewState: [isBoolean, "true or false"],
  variables: [isMapping, "a mapping"],
  variableGroups: [Array.isArray, "a list"],
  outputs: [isMapping, "a mapping"],
  outputGroups: [Array.isArray, "a list"],
  primaryOutputButton: [isText, "text"],
};

/**
 * Lists what is wrong with a definition of a form, each with the path of the key.
 *
 * @param document what `schema.yaml` says, parsed
 */
export function schemaProblems(document: unknown): string[] {
  if (!isMapping(document)) return [broken("schema.yaml", "a mapping", document)];
  const variables = mapping(document.variables);
  const outputs = mapping(document.outputs);
  return [
    ...["schemaVersion", "variables"].filter((key) => !(key in document)).map((key) => `${key}: is missing`),
    ...topLevelProblems(document),
    ...each(variables, "variables", (variable, path) => variableProblems(variable, path, variables)),
    ...groupProblems(document.variableGroups, "variableGroups", "variables", variables),
    ...each(outputs, "outputs", (output, path) => outputProblems(output, path, variables)),
    ...groupProblems(document.outputGroups, "outputGroups", "outputs", outputs),
    ...buttonProblems(document.primaryOutputButton, outputs),
    ...tabProblems(document, outputs),
  ];
}

function topLevelProblems(document: Mapping): string[] {
  return Object.entries(document).flatMap(([key, value]) => {
    const known = topLevel[key];
    if (!known) return [`${key}: is no key of a form`];
    const [holds, rule] = known;
    return holds(value) ? [] : [broken(key, rule, value)];
  });
}

function variableProblems(variable: unknown, path: string, variables: Mapping): string[] {
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

function conditionProblems(condition: unknown, path: string, variables: Mapping): string[] {
  if (condition === undefined || typeof condition === "boolean") return [];
  if (typeof condition === "string") return referenceProblems(condition, path, variables);
  const entries = Object.entries(mapping(condition));
  const [operator, operands] = entries[0] ?? [];
  if (operator === undefined || entries.length > 1)
    return [broken(path, "true, false, a variable or one operator", condition)];
  return operationProblems(operator, operands, `${path}.${operator}`, variables);
}

function operationProblems(operator: string, value: unknown, path: string, variables: Mapping): string[] {
  const isComparison = comparisons.includes(operator);
  const sizes =
    operator === "not" ? [1] : isComparison ? [2] : ["and", "or"].includes(operator) ? [1, 2] : [];
  if (sizes.length === 0) return [`${path}: is no operator of a condition`];
  const operands = list(value);
  if (!sizes.includes(operands.length)) return [broken(path, `a list of ${sizes.at(-1)} at the most`, value)];
  if (isComparison) return referenceProblems(operands[0], `${path}[0]`, variables);
  return operands.flatMap((operand, index) => conditionProblems(operand, `${path}[${index}]`, variables));
}

function outputProblems(output: unknown, path: string, variables: Mapping): string[] {
  if (!isMapping(output)) return [broken(path, "a mapping", output)];
  const { type, displayText } = output;
  const caption: Rule = (value) => isText(value) && String(value).length >= 3 && String(value).length <= 45;
  return [
    ...unknownKeys(
      output,
      ["type", "title", "description", "displayText", "sensitive", "visible", "format"],
      path,
    ),
    ...(outputTypes.includes(String(type))
      ? []
      : [broken(`${path}.type`, `one of ${outputTypes.join(", ")}`, type)]),
    ...(type === "link" && !caption(displayText)
      ? [broken(`${path}.displayText`, "text of 3 to 45 characters", displayText)]
      : []),
    ...check(output, "title", path, isText, "text"),
    ...check(output, "description", path, isText, "text"),
    ...check(output, "sensitive", path, isBoolean, "true or false"),
    ...conditionProblems(output.visible, `${path}.visible`, variables),
  ];
}

function groupProblems(groups: unknown, path: string, members: string, known: Mapping): string[] {
  const seen = new Map<string, string>();
  return list(groups).flatMap((group, index) => {
    const at = `${path}[${index}]`;
    if (!isMapping(group)) return [broken(at, "a mapping", group)];
    const names = list(group[members]);
    return [
      ...unknownKeys(group, ["title", members, "visible"], at),
      ...(isText(group.title) ? [] : [broken(`${at}.title`, "text", group.title)]),
      ...(Array.isArray(group[members]) ? [] : [broken(`${at}.${members}`, "a list", group[members])]),
      ...(members === "variables" ? conditionProblems(group.visible, `${at}.visible`, known) : []),
      ...names.flatMap((reference, position) => {
        const place = `${at}.${members}[${position}]`;
        const name = nameOf(reference);
        const before = seen.get(name);
        seen.set(name, place);
        return [
          ...referenceProblems(reference, place, known),
          ...(before ? [`${place}: "${name}" stands in ${before} already`] : []),
        ];
      }),
    ];
  });
}

function buttonProblems(reference: unknown, outputs: Mapping): string[] {
  if (reference === undefined) return [];
  const missing = referenceProblems(reference, "primaryOutputButton", outputs);
  if (missing.length > 0) return missing;
  return mapping(outputs[nameOf(reference)]).type === "link"
    ? []
    : [broken("primaryOutputButton", "an output of the type link", reference)];
}

/** Without a title and a description Resource Manager has no tab to show outputs in. */
function tabProblems(document: Mapping, outputs: Mapping): string[] {
  if (Object.keys(outputs).length === 0) return [];
  return ["title", "description"].filter((key) => !(key in document)).map((key) => `${key}: is missing`);
}

function referenceProblems(reference: unknown, path: string, known: Mapping): string[] {
  return Object.hasOwn(known, nameOf(reference)) ? [] : [broken(path, "a known name", reference)];
}

/** Both `name` and `${name}` are references. */
function nameOf(reference: unknown): string {
  return typeof reference === "string" ? reference.replace(/^\$\{(.*)\}$/, "$1") : "";
}

function isPattern(value: unknown): boolean {
  try {
    return typeof value === "string" && new RegExp(value, "u").test("") !== undefined;
  } catch {
    return false;
  }
}

function check(value: Mapping, key: string, path: string, holds: Rule, rule: string): string[] {
  return !(key in value) || holds(value[key]) ? [] : [broken(`${path}.${key}`, rule, value[key])];
}

function unknownKeys(value: Mapping, known: readonly string[], path: string): string[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => `${path}.${key}: is no key of this field`);
}

function each(values: Mapping, path: string, problems: (value: unknown, path: string) => string[]): string[] {
  return Object.entries(values).flatMap(([name, value]) => problems(value, `${path}.${name}`));
}

function broken(path: string, rule: string, value: unknown): string {
  return `${path}: must be ${rule}, got ${JSON.stringify(value) ?? "nothing"}`;
}
