import { describe, expect, test } from "@jest/globals";
import { schemaProblems } from "../../resource-manager/schema-rules";

const compartment = { type: "oci:identity:compartment:id", title: "Compartment" };
const valid = {
  schemaVersion: "1.1.0",
  title: "A stack",
  description: "What it makes",
  variables: {
    compartment,
    size: { type: "integer", minimum: 1, maximum: 9, default: 3 },
    deep: { type: "boolean" },
  },
  variableGroups: [{ title: "All", variables: ["${compartment}", "size"] }],
  outputs: { url: { type: "link", displayText: "Open it" }, id: { type: "ocid" } },
  outputGroups: [{ title: "All", outputs: ["${url}", "${id}"] }],
  primaryOutputButton: "${url}",
};

const withVariable = (one: object) => ({ ...valid, variables: { ...valid.variables, one } });
const shownWhen = (visible: unknown) => withVariable({ type: "string", visible });

describe("the rules of Resource Manager's form", () => {
  test("are kept by a form that is right", () => {
    expect(schemaProblems(valid)).toEqual([]);
  });

  test.each<[object, string]>([
    [{ eq: ["size", 3] }, "a comparison"],
    [{ and: [{ eq: ["size", 3] }, "deep"] }, "two operands"],
    [{ not: ["deep"] }, "a negation"],
    [{ or: [{ and: ["deep", "${deep}"] }, { lt: ["size", 2] }] }, "operators within operators"],
  ])("allow the condition %j", (visible) => {
    expect(schemaProblems(shownWhen(visible))).toEqual([]);
  });

  const mistakes: [string, unknown, string][] = [
    ["no form at all", [], "schema.yaml: must be a mapping, got []"],
    [
      "no version",
      { ...valid, schemaVersion: undefined },
      'schemaVersion: must be "1.0.0" or "1.1.0", got nothing',
    ],
    [
      "another version",
      { ...valid, schemaVersion: "2" },
      'schemaVersion: must be "1.0.0" or "1.1.0", got "2"',
    ],
    ["a misspelt key", { ...valid, troubleShooting: "x" }, "troubleShooting: is no key of a form"],
    [
      "a misspelt key of a variable",
      withVariable({ type: "string", visibile: true }),
      "variables.one.visibile: is no key of this field",
    ],
    [
      "a key of another type",
      withVariable({ type: "boolean", pattern: "x" }),
      "variables.one.pattern: is no key of this field",
    ],
    ["an unknown type", withVariable({ type: "text-area" }), "variables.one.type: must be one of array, "],
    [
      "a broken pattern",
      withVariable({ type: "string", pattern: "(" }),
      "variables.one.pattern: must be a regular expression",
    ],
    [
      "an enum without choices",
      withVariable({ type: "enum", enum: [] }),
      "variables.one.enum: must be a list of different texts",
    ],
    [
      "a default beside the choices",
      withVariable({ type: "enum", enum: ["a"], default: "b" }),
      'variables.one.default: must be one of a, got "b"',
    ],
    [
      "a default below the minimum",
      withVariable({ type: "integer", minimum: 2, default: 1 }),
      "variables.one.default: must be 2 or more, got 1",
    ],
    [
      "a default above the maximum",
      withVariable({ type: "number", maximum: 2, default: 3 }),
      "variables.one.default: must be 2 or less, got 3",
    ],
    [
      "a fraction for an integer",
      withVariable({ type: "integer", default: 1.5 }),
      "variables.one.default: must be a whole number, got 1.5",
    ],
    [
      "text for a boolean",
      withVariable({ type: "boolean", default: "true" }),
      'variables.one.default: must be true or false, got "true"',
    ],
    [
      "a default that the pattern refuses",
      withVariable({ type: "string", pattern: "^a$", default: "b" }),
      "variables.one.default: must be text that matches ^a$",
    ],
    [
      "an empty default for what is required",
      withVariable({ type: "string", required: true, default: "" }),
      "variables.one.default: must be a value, because the field is required",
    ],
    [
      "a picker that lacks an input",
      withVariable({ type: "oci:kms:key:id", dependsOn: { compartmentId: "compartment" } }),
      "variables.one.dependsOn.vaultId: is missing",
    ],
    [
      "a picker with a strange input",
      withVariable({
        type: "oci:kms:vault:id",
        dependsOn: { compartmentId: "compartment", vcnId: "compartment" },
      }),
      "variables.one.dependsOn.vcnId: is no key of this field",
    ],
    [
      "a picker that depends on nobody",
      withVariable({ type: "oci:kms:vault:id", dependsOn: { compartmentId: "nobody" } }),
      'variables.one.dependsOn.compartmentId: must be a known name, got "nobody"',
    ],
    [
      "a condition on nobody",
      shownWhen({ eq: ["nobody", 1] }),
      'variables.one.visible.eq[0]: must be a known name, got "nobody"',
    ],
    [
      "three operands",
      shownWhen({ and: ["deep", "deep", "deep"] }),
      "variables.one.visible.and: must be a list of 2 at the most",
    ],
    [
      "two negated at once",
      shownWhen({ not: ["deep", "deep"] }),
      "variables.one.visible.not: must be a list of 1 at the most",
    ],
    [
      "an unknown operator",
      shownWhen({ xor: ["deep", "deep"] }),
      "variables.one.visible.xor: is no operator of a condition",
    ],
    [
      "two operators at once",
      shownWhen({ eq: ["size", 1], not: ["deep"] }),
      "variables.one.visible: must be true, false, a variable or one operator",
    ],
    [
      "a mistake deep in a condition",
      shownWhen({ or: ["deep", { and: ["deep", "nobody"] }] }),
      'variables.one.visible.or[1].and[1]: must be a known name, got "nobody"',
    ],
    [
      "a variable in two groups",
      { ...valid, variableGroups: [...valid.variableGroups, { title: "More", variables: ["size"] }] },
      'variableGroups[1].variables[0]: "size" stands in variableGroups[0].variables[1] already',
    ],
    [
      "a group without a title",
      { ...valid, variableGroups: [{ variables: [] }] },
      "variableGroups[0].title: must be text, got nothing",
    ],
    [
      "a group of nobody",
      { ...valid, outputGroups: [{ title: "All", outputs: ["nobody"] }] },
      'outputGroups[0].outputs[0]: must be a known name, got "nobody"',
    ],
    [
      "an unknown type of output",
      { ...valid, outputs: { ...valid.outputs, one: { type: "html" } } },
      "outputs.one.type: must be one of boolean, ",
    ],
    [
      "a caption that is too long",
      { ...valid, outputs: { url: { type: "link", displayText: "x".repeat(46) }, id: { type: "ocid" } } },
      "outputs.url.displayText: must be text of 3 to 45 characters",
    ],
    [
      "a button that is no link",
      { ...valid, primaryOutputButton: "id" },
      'primaryOutputButton: must be an output of the type link, got "id"',
    ],
    ["outputs without a title", { ...valid, title: undefined }, "title: must be text, got nothing"],
  ];

  test.each(mistakes)("are broken by %s", (_, document, problem) => {
    expect(schemaProblems(document)).toEqual([expect.stringContaining(problem)]);
  });
});
