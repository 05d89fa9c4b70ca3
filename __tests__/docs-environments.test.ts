import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { type Environments, placeOf } from "../stacks/context/environments";
import { awsStackFrom, ociStackFrom } from "../stacks/context/from-context";
import { cloudsIn } from "../stacks/context/options";
import type { Context } from "../stacks/context/context";
import { synth } from "./support/synth";

const page = readFileSync(join(__dirname, "../docs/environments.md"), "utf8");
const example = JSON.parse(/```json environments\.json\n([^]*?)```/.exec(page)![1]!) as Environments;

describe("docs/environments.md", () => {
  test.each(["dev", "production", "pr-7"])("has an example of which %s synthesizes", (name) => {
    const context = { profile: "lab", awsRegion: "us-east-1" };
    const place = placeOf(Testing.app({ context }), example, name);
    const clouds = cloudsIn(place.node.getAllContext() as Context);
    if (clouds.includes("aws")) expect(synth(awsStackFrom(place)).resource).toHaveProperty("aws_vpc");
    if (clouds.includes("oci")) expect(synth(ociStackFrom(place)).resource).toHaveProperty("oci_core_vcn");
  });
});
