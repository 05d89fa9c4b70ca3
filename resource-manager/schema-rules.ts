/**
 * The rules that `schema.yaml` must keep, written from Oracle's documentation:
 * https://docs.oracle.com/iaas/Content/ResourceManager/Concepts/terraformconfigresourcemanager_topic-schema.htm
 */

import { conditionProblems } from "./condition-rules";
import { outputProblems } from "./output-rules";
import {
  broken,
  each,
  isBoolean,
  isMapping,
  isText,
  list,
  mapping,
  type Mapping,
  nameOf,
  referenceProblems,
  type Rule,
  unknownKeys,
} from "./rule-checks";
import { variableProblems } from "./variable-rules";

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
