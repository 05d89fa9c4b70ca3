import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { counterApp } from "../../stacks/counter-app";
import { type Life, play } from "../../rehearsal/life/life";
import { ship } from "../../rehearsal/life/artifact";
import { lifeOn } from "../../rehearsal/life/steps";
import { ociKeeper, whyNoOciStack } from "../../rehearsal/machine/providers";
import { OciStage } from "../../rehearsal/oci/stage";

const missing = whyNoOciStack();
const whereTerraformIs = missing ? describe.skip : describe;

whereTerraformIs(`the life of a stack on OCI, with ${ociKeeper()}${missing ? ` (${missing})` : ""}`, () => {
  const { artifact } = counterApp;
  let life: Life;

  beforeAll(async () => {
    const stage = await OciStage.open();
    life = await play(stage, lifeOn(stage, { fast: true, from: undefined }));
    await stage.close();
  }, 900_000);
  afterAll(() => ship(artifact));

  test("keeps each promise, from the first apply over an ill release to the empty account", () => {
    expect(life.steps.map(({ name, outcome, seen }) => [name, outcome, seen])).toEqual(
      [
        "first apply",
        "no change",
        "a new artifact",
        "an ill release",
        "the way back",
        "no secret",
        "production",
        "destroy is refused",
        "destroy",
      ].map((name) => [name, "kept", expect.any(String)]),
    );
  });

  test("goes on where OCI is busy with something else or throttles: the provider asks again", () => {
    expect(life.steps.reduce((sum, { refused }) => sum + refused, 0)).toBeGreaterThan(0);
  });
});
