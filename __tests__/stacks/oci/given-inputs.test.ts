import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { profiles } from "../../../stacks/context/profiles";
import { ociStackFrom } from "../../../stacks/context/from-context";
import { ociInputs } from "../../../stacks/oci/inputs";
import { synth } from "../../support/synth";

const place = {
  tenancy_ocid: "ocid1.tenancy.oc1..aaaa",
  compartment_ocid: "ocid1.compartment.oc1..bbbb",
  region: "eu-frankfurt-1",
};

interface Variable {
  readonly default?: unknown;
  readonly validation: readonly { readonly condition: string; readonly error_message: string }[];
}

const variablesWith = (inputs: object) => {
  const app = Testing.app({ context: { profile: "lab", ociInputs: inputs } });
  return (synth(ociStackFrom(app)) as unknown as { variable: Record<string, Variable> }).variable;
};

describe("inputs that stand in the context", () => {
  test("are defaults, so that a deployment asks for none of them", () => {
    const shape = { instanceShape: "VM.Standard.E5.Flex", ocpus: 2, memory: 16 };
    const variables = variablesWith({ ...place, shape, create_identity: false, database_ecpus: 4 });
    for (const [name, value] of Object.entries(place)) expect(variables[name]!.default).toBe(value);
    expect(variables.shape!.default).toEqual(shape);
    expect(variables.create_identity!.default).toBe(false);
    expect(variables.database_ecpus!.default).toBe(4);
  });

  test("that say the place are the only ones that a deployment may have", () => {
    const { compartment_ocid, database_ecpus } = variablesWith({ ...place, database_ecpus: 4 });
    expect(compartment_ocid!.validation.at(-1)).toEqual({
      condition: '${var.compartment_ocid == "ocid1.compartment.oc1..bbbb"}',
      error_message:
        "The variable `compartment_ocid` must be ocid1.compartment.oc1..bbbb, because this stack is deployed there and nowhere else, got ${jsonencode(var.compartment_ocid)}.",
    });
    expect(JSON.stringify(database_ecpus!.validation)).not.toContain("nowhere else");
  });

  test("change nothing where there are none", () => {
    const profile = profiles.lab;
    const text = (inputs: object) => JSON.stringify(inputs);
    expect(text(ociInputs({ profile, options: { inputs: {}, network: {}, database: {}, web: {} } }))).toBe(
      text(ociInputs({ profile })),
    );
  });

  test.each([
    [{ compartment: "x" }, "`ociInputs.compartment` must be one of the stack's variables: compartment_ocid,"],
    [
      { region: "Frankfurt" },
      '`ociInputs.region` must be a region\'s name such as us-ashburn-1, got "Frankfurt"',
    ],
    [{ database_ecpus: "4" }, '`ociInputs.database_ecpus` must be a number, got "4"'],
    [{ create_identity: "no" }, '`ociInputs.create_identity` must be true or false, got "no"'],
    [{ shape: "VM.Standard2.1" }, "`ociInputs.shape` must be an object with `instanceShape`"],
    [
      { administrator_password: "Correct1Horse" },
      "`ociInputs.administrator_password` must be given at the deployment alone, because it is a secret, got one",
    ],
    [{ private_key_pem: "x" }, "`ociInputs.private_key_pem` must be given at the deployment alone"],
  ])("are refused by their names: %j", (inputs, sentence) => {
    expect(() => variablesWith(inputs)).toThrow(sentence);
  });
});
