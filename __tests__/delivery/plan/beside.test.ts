import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { differencesBetween } from "../../../delivery/plan/beside";
import { OciStack } from "../../../stacks/oci-stack";
import { profiles } from "../../../stacks/context/profiles";
import { awsStack } from "../../support/aws-stacks";
import { synth } from "../../support/synth";

const aws = { lab: synth(awsStack(profiles.lab)), production: synth(awsStack(profiles.production)) };
const oci = (profile: keyof typeof profiles) =>
  synth(new OciStack(Testing.app(), "oci-stack", { profile: profiles[profile] }));

describe("what a change does beside its plan", () => {
  test("is the price on AWS, as docs/aws.md has it, and the ways that open", () => {
    const [price, ways] = differencesBetween("aws", aws.lab, aws.production);
    expect(price!.title).toBe("Price: $210.64 a month without visitors (+$114.72)");
    expect(price!.lines).toContain("- database, db.t4g.micro: $11.68");
    expect(price!.lines).toContain("+ database, db.t4g.medium: $94.90");
    expect(ways).toEqual({ title: "Who reaches whom", lines: ["+ internet → load balancer: 443"] });
  });

  test("is the price on OCI, and what gets cheaper", () => {
    const [price] = differencesBetween("oci", oci("production"), oci("lab"));
    expect(price!.title).toMatch(/^Price: \$\d+[.]\d\d a month without visitors \(−\$\d+[.]\d\d\)$/);
  });

  test("is nothing where nothing differs", () => {
    const same = differencesBetween("aws", aws.lab, aws.lab);
    expect(same.map(({ lines }) => lines)).toEqual([[], []]);
  });
});
