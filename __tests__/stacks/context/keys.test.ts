import { describe, expect, test } from "@jest/globals";
import { awsKeys } from "../../../stacks/aws/keys";
import { type Keys, read } from "../../../stacks/context/declare";
import { commonKeys } from "../../../stacks/context/keys";
import { ociKeys } from "../../../stacks/oci/keys";

const all: Keys = { ...commonKeys, ...awsKeys, ...ociKeys };
const keys = Object.entries(all);

/** Message with which a value is refused, if it is. */
function refusalOf(name: string, value: unknown): string | undefined {
  try {
    read({ [name]: all[name]! }, { [name]: value });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const strange: readonly unknown[] = [
  null, 0, -1, 2.5, NaN, true, "?", "a,,b", "a,a", [], [""], [1], ["a", "a"], [null], [["a"]], [{}], {}, { more: 1 },
  { vpcId: 1 }, { vcnId: "a", subnetIds: { public: 1 } }, { every: "DAY", from: "", keptDays: "1" },
  [{ name: "a", cron: "b", servers: "4" }], { subnetIds: { public: [1], web: [], data: [] } },
]; // prettier-ignore

describe("each key of the context", () => {
  test.each(keys)("%s is refused by its own name and in our words, whatever is given", (name) => {
    const refusals = strange.flatMap((value) => refusalOf(name, value) ?? []);
    expect(refusals.length).toBeGreaterThan(strange.length / 2);
    const words = new RegExp(`^\`${name}(\\[\\d\\]|\\.\\w+)*\` must (be|say) [^^]+, got `);
    for (const refusal of refusals) {
      expect(refusal).toMatch(words);
      expect(refusal).not.toMatch(/invalid|expected|received|undefined key|zod/i);
    }
  });

  test.each(keys)("%s says what it must be, what holds without it, and what it does", (_, key) => {
    expect(key.rule).toMatch(/^(be|say) /);
    expect(key.default).not.toBe("");
    expect(key.does).not.toMatch(/^[A-Z]|[.]$/);
  });

  test("leads from no two keys of a cloud to the same prop", () => {
    for (const ofCloud of [awsKeys, ociKeys]) {
      const props = Object.values<Keys[string]>(ofCloud).flatMap(({ props, parts = {} }) => [
        ...props,
        ...Object.keys(parts),
      ]);
      expect(new Set(props).size).toBe(props.length);
    }
  });
});

describe("lists in the context", () => {
  const lists = ["clouds", "awsZones", "ociBastionAllowFrom", "ociContacts", "ociMoreCidrBlocks"];

  test.each(lists)("%s is refused as a list where it is something else", (name) => {
    for (const value of [3, [1], {}])
      expect(refusalOf(name, value)).toBe(
        `\`${name}\` must be a list of texts, or one text with commas between them, got ${JSON.stringify(value)}`,
      );
  });

  test.each(lists)("%s names something, and nothing twice", (name) => {
    const values = [[], [""], ["aws", ""], "aws,", ["aws", "aws"], "aws, aws"];
    for (const value of values)
      expect(refusalOf(name, value)).toBe(
        `\`${name}\` must ${all[name]!.rule}, got ${JSON.stringify(value)}`,
      );
  });
});
