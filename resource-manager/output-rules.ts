import { conditionProblems } from "./condition-rules";
import {
  broken,
  check,
  isBoolean,
  isMapping,
  isText,
  type Mapping,
  type Rule,
  unknownKeys,
} from "./rule-checks";

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

/** Problems of an output of the form, a sentence each. */
export function outputProblems(output: unknown, path: string, variables: Mapping): string[] {
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
