import { describe, expect, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import { parse } from "yaml";
import { isSensitive, terraformTypeOf } from "../../stacks/oci/fields";
import { form } from "../../resource-manager/form";
import { resourceManagerPackage } from "../../resource-manager/package";
import { schemaYaml } from "../../resource-manager/schema-document";
import { schemaProblems } from "../../resource-manager/schema-rules";
import type { SynthesizedStack } from "../support/synth";

interface Variable {
  readonly type: "string" | "text" | "boolean" | "integer" | "password";
  readonly description: string;
  readonly required: boolean;
  readonly default?: unknown;
  readonly visible?: unknown;
  readonly confirmation?: boolean;
  readonly maxLength?: number;
}
interface Document {
  readonly variables: Record<string, Variable>;
  readonly variableGroups: { readonly title: string; readonly variables: string[] }[];
  readonly outputs: Record<string, { readonly type: string }>;
  readonly outputGroups: { readonly outputs: string[] }[];
  readonly primaryOutputButton: string;
}

const files = unzipSync(resourceManagerPackage());
const document = parse(strFromU8(files["schema.yaml"]!)) as Document;
const { variable, output } = JSON.parse(strFromU8(files["cdk.tf.json"]!)) as Required<SynthesizedStack>;
const names = (references: readonly string[]) =>
  references.map((reference) => /^\$\{(\w+)\}$/.exec(reference)![1]!);

describe("the form of the package", () => {
  test("keeps every rule of Resource Manager's format", () => {
    expect(schemaProblems(document)).toEqual([]);
  });

  test("asks for every variable of the stack, and for nothing that the stack does not know", () => {
    expect(Object.keys(document.variables).sort()).toEqual(Object.keys(variable).sort());
  });

  test("hands over values of the types that the variables have", () => {
    for (const [name, { type }] of Object.entries(document.variables))
      expect([name, variable[name]!.type]).toEqual([name, terraformTypeOf({ type })]);
  });

  test("has the defaults of the variables, and demands what has none", () => {
    for (const [name, field] of Object.entries(document.variables)) {
      expect([name, field.default]).toEqual([name, variable[name]!.default]);
      expect([name, field.required]).toEqual([name, !("default" in variable[name]!)]);
    }
  });

  test("has each variable in one group", () => {
    const grouped = document.variableGroups.flatMap((group) => names(group.variables));
    expect(grouped.sort()).toEqual(Object.keys(document.variables).sort());
  });

  test("hides only what Resource Manager fills in by itself", () => {
    const hidden = Object.entries(document.variables).filter(([, { visible }]) => visible === false);
    expect(hidden.map(([name]) => name)).toEqual(["tenancy_ocid"]);
  });

  test("asks for each password twice, and Terraform hides it", () => {
    const passwords = Object.entries(document.variables).filter(([, { type }]) => type === "password");
    expect(passwords).not.toHaveLength(0);
    for (const [name, { confirmation }] of passwords)
      expect([name, confirmation, variable[name]!.sensitive]).toEqual([name, true, true]);
    for (const [name, input] of Object.entries(form().inputs))
      expect([name, variable[name]!.sensitive ?? false]).toEqual([name, isSensitive(input)]);
  });

  test("offers pickers where Oracle has them", () => {
    const types = Object.values(document.variables).map(({ type }) => type as string);
    expect(types).toEqual(
      expect.arrayContaining([
        "oci:identity:compartment:id",
        "oci:identity:region:name",
        "oci:identity:availabilitydomain:name",
        "oci:core:instanceshapewithflex:name",
        "oci:core:image:id",
        "oci:kms:vault:id",
        "oci:kms:key:id",
      ]),
    );
  });

  test("asks for no more than Resource Manager takes: 250 variables, of 8192 bytes with their names", () => {
    const fields = Object.entries(document.variables);
    expect(fields.length).toBeLessThanOrEqual(250);
    for (const [name, field] of fields)
      if (field.type === "text" || name === "private_key_pem")
        expect([name, name.length + field.maxLength! <= 8192]).toEqual([name, true]);
  });

  test("shows every output of the stack in one group, and no other", () => {
    expect(Object.keys(document.outputs).sort()).toEqual(Object.keys(output).sort());
    const grouped = document.outputGroups.flatMap((group) => names(group.outputs));
    expect(grouped.sort()).toEqual(Object.keys(output).sort());
  });

  test("has a button that opens the application", () => {
    const [button] = names([document.primaryOutputButton]);
    expect(document.outputs[button!]!.type).toBe("link");
    expect(output[button!]!.value).toMatch(/^(http|\$\{.*"http"\}):\/\//);
  });

  test("of a single server asks for nothing that has no effect there, and for an image of its release", () => {
    const single = { ociSinglePublicServerBecause: "a demonstration among colleagues", ociOracleLinux: "8" };
    const packed = unzipSync(resourceManagerPackage(single));
    const asked = parse(strFromU8(packed["schema.yaml"]!)) as Document;
    const stack = JSON.parse(strFromU8(packed["cdk.tf.json"]!)) as Required<SynthesizedStack>;
    expect(schemaProblems(asked)).toEqual([]);
    expect(Object.keys(asked.variables).sort()).toEqual(Object.keys(stack.variable).sort());
    const gone = Object.keys(document.variables).filter((name) => !(name in asked.variables));
    expect(gone.sort()).toEqual(
      [
        "bandwidth_mbps",
        "certificate_ocid",
        "certificate_pem",
        "chain_pem",
        "domain_name",
        "private_key_pem",
      ].sort(),
    );
    expect(asked.variableGroups.map(({ title }) => title)).not.toContain("HTTPS");
    expect(asked.variableGroups.map(({ title }) => title)).not.toContain("Load balancer");
    expect(asked.variables.image_ocid!.description).toContain("Oracle Linux 8");
    const used = JSON.stringify({ ...stack, variable: {} });
    const onlyOfTheForm = ["show_advanced", "vault_compartment_ocid"];
    for (const name of Object.keys(asked.variables))
      expect([name, used.includes(`var.${name}`)]).toEqual([name, !onlyOfTheForm.includes(name)]);
  });

  test("takes no secret in a field that shows it", () => {
    const shown = Object.entries(document.variables).filter(([, { type }]) => type !== "password");
    for (const [name] of shown) expect([name, variable[name]!.sensitive ?? false]).toEqual([name, false]);
    expect(document.variables.private_key_pem!.type).toBe("password");
  });

  test("fails to be packed when a definition is wrong, with the path of the key", () => {
    const url = { ...form().outputs.url!, shown: { type: "link", displayText: "Go" } as const };
    expect(() => schemaYaml({ ...form(), outputs: { ...form().outputs, url } })).toThrow(
      'outputs.url.displayText: must be text of 3 to 45 characters, got "Go"',
    );
  });
});
