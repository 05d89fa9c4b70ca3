import { describe, expect } from "@jest/globals";
import { Testing } from "cdktf";
import { refuseOther } from "../../../constructs/shared/deployed-value";
import { profiles } from "../../../stacks/context/profiles";
import { OciStack } from "../../../stacks/oci-stack";
import { testWith } from "../../support/skip";
import { synth } from "../../support/synth";
import { TerraformFolder } from "../../support/terraform";

interface Rule {
  readonly condition: string;
  readonly error_message: string;
}

const json = synth(new OciStack(Testing.app(), "oci-stack", { profile: profiles.lab }));
const variables = Object.entries(json.variable!) as unknown as [string, { validation?: readonly Rule[] }][];

/** What Terraform makes of expressions, by their names. */
function computed(expressions: Readonly<Record<string, unknown>>): unknown {
  const folder = new TerraformFolder({ output: { all: { value: expressions } } });
  folder.run("apply", "-auto-approve", "-input=false");
  return JSON.parse(folder.run("output", "-json", "all"));
}

/** Whether a variable may have a value: the conjunction of its rules. */
function isTaken(name: string, value: number | string): string {
  const rules = variables.find(([each]) => each === name)![1].validation!;
  const conditions = rules.map(({ condition }) =>
    condition.slice(2, -1).replaceAll(new RegExp(`var\\.${name}\\b`, "g"), JSON.stringify(value)),
  );
  return `\${alltrue([${conditions.join(", ")}])}`;
}

describe("the stack on OCI, as Terraform computes it", () => {
  testWith(
    "terraform",
    "takes whole numbers from the least to the most of each variable, and none beyond",
    () => {
      const ranges = variables.flatMap(([name, { validation = [] }]) =>
        validation.flatMap(({ error_message }) => {
          const range = /must be a whole number from (\d+) to (\d+)/.exec(error_message);
          return range ? [[name, Number(range[1]), Number(range[2])] as const] : [];
        }),
      );
      expect(ranges.length).toBeGreaterThanOrEqual(3);
      const asked = ranges.flatMap(([name, least, most]) =>
        [least - 1, least, least + 0.5, most, most + 1].map((value) => [
          `${name} ${value}`,
          isTaken(name, value),
        ]),
      );
      const expected = ranges.flatMap(([name, least, most]) => [
        [`${name} ${least - 1}`, false],
        [`${name} ${least}`, true],
        [`${name} ${least + 0.5}`, false],
        [`${name} ${most}`, true],
        [`${name} ${most + 1}`, false],
      ]);
      expect(computed(Object.fromEntries(asked))).toEqual(Object.fromEntries(expected));
    },
  );

  testWith("terraform", "takes passwords of the administrator from 12 to 30 characters", () => {
    const name = variables.map(([each]) => each).find((each) => /admin.*password/.test(each))!;
    const ofLength = (length: number) => isTaken(name, `Aa1${"x".repeat(length - 3)}`);
    expect(computed({ 11: ofLength(11), 12: ofLength(12), 30: ofLength(30), 31: ofLength(31) })).toEqual({
      11: false,
      12: true,
      30: true,
      31: false,
    });
  });

  testWith("terraform", "lets the database go to a later release, and to no earlier one", () => {
    const { condition } = Object.values(json.resource.terraform_data!)
      .flatMap(
        ({ lifecycle }) => (lifecycle as { precondition?: readonly Rule[] } | undefined)?.precondition ?? [],
      )
      .find(({ error_message }) => error_message.startsWith("`database_version`"))!;
    const running = /[^\s(]*oci_database_autonomous_database[^,)]*db_version/.exec(condition)![0];
    const from = (deployed: string, wanted: string) =>
      condition
        .replaceAll(running, JSON.stringify(deployed))
        .replaceAll("var.database_version", JSON.stringify(wanted));
    expect(
      computed({ same: from("19c", "19c"), later: from("19c", "26ai"), earlier: from("26ai", "19c") }),
    ).toEqual({ same: true, later: true, earlier: false });
  });

  testWith("terraform", "takes no other value than what it was deployed with", () => {
    const asked = (wanted: string) =>
      refuseOther({ option: "any", deployed: '"one"', wanted: JSON.stringify(wanted) }).condition;
    expect(computed({ same: asked("one"), other: asked("other") })).toEqual({ same: true, other: false });
  });
});
