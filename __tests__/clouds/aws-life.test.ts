import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { AwsStage } from "../../rehearsal/aws/stage";
import { whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { artifactOf, ship } from "../../rehearsal/life/artifact";
import { type Life, play, type Step } from "../../rehearsal/life/life";
import type { Deployed, Planned } from "../../rehearsal/life/stage";
import { lifeOn } from "../../rehearsal/life/steps";
import { counterApp } from "../../stacks/counter-app";

const minutes = 60_000;
const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

whereEmulatorIs(`the life of a stack on AWS${missing ? ` (${missing})` : ""}`, () => {
  const { artifact } = counterApp;
  const artifacts = "aws-stack-web-artifact";
  let stage: AwsStage;
  let stack: Deployed;
  let life: Life;
  let database: string;
  let versions: string[];
  let planned: Planned;

  /** What is looked at after a step, beside what the step itself asks for. */
  const looks: Readonly<Record<string, () => Promise<void>>> = {
    "first apply": async () => {
      database = await nameOfDatabase();
    },
    "no secret": async () => {
      versions = await stage.aws.account.versions(artifacts);
      await stage.aws.account.deleteObjects(artifacts);
      planned = await stack.plan();
    },
  };
  const looking = (step: Step): Step => ({
    ...step,
    play: async () => {
      const seen = await step.play();
      await looks[step.name]?.();
      return seen;
    },
  });
  const nameOfDatabase = async () => {
    const { account } = stage.aws;
    const told = await account.query("rds", { Action: "DescribeDBInstances", Version: "2014-10-31" });
    return /<DBInstanceIdentifier>([^<]+)</.exec(told)![1]!;
  };

  beforeAll(async () => {
    stage = await AwsStage.open();
    stack = stage.deployment();
    life = await play(stage, lifeOn(stage, { fast: true, from: undefined }, stack).map(looking));
  }, 20 * minutes);
  afterAll(async () => {
    ship(artifact);
    await stage.close();
  });

  test("keeps each promise, from the first apply to the empty account", () => {
    const outcomes = {
      "first apply": "kept",
      "no change": "kept",
      "a new artifact": "kept",
      "an ill release": "skipped",
      "the way back": "kept",
      "no secret": "kept",
      production: "kept",
      "destroy is refused": "kept",
      destroy: "kept",
    };
    expect(life.steps.map(({ name, outcome, seen }) => [name, outcome, seen])).toEqual(
      Object.entries(outcomes).map(([name, outcome]) => [name, outcome, expect.any(String)]),
    );
  });

  test("keeps the artifacts that servers may still fetch, and uploads one that somebody deleted", () => {
    const [one, two] = ["one", "two"].map((content) => artifactOf(content).sha256);
    expect(versions).toEqual([one, two, one]);
    expect(planned.errors).toEqual([]);
    expect(planned.changes).toContainEqual({
      address: expect.stringMatching(/^aws_s3_object\.web_artifact_/),
      action: "create",
    });
  });

  test(
    "begins again after the database's last lines; takes a major version of PostgreSQL at once, and lets go of the former parameters after that",
    async () => {
      // RDS writes what it still had, and makes the group for it.
      await stage.aws.account.logGroup(`/aws/rds/instance/${database}/postgresql`);
      const again = stage.deployment();
      await again.apply();
      expect(await again.plan()).toMatchObject({ changes: [], errors: [] });
      expect(await nameOfDatabase()).not.toBe(database);
      const later = { code: { database: { engineVersion: "18", majorUpgradeAllowed: true } } };
      const before = stage.aws.calls.length;
      await again.apply(later);
      const writes = stage.aws.calls
        .slice(before)
        .filter((call) => call.startsWith("rds ") && !stage.reads.test(call));
      expect(writes).toEqual([
        "rds CreateDBParameterGroup",
        // what takes a restart, and what does not
        "rds ModifyDBParameterGroup",
        "rds ModifyDBParameterGroup",
        "rds ModifyDBInstance",
        "rds DeleteDBParameterGroup",
      ]);
      expect(await again.plan(later)).toMatchObject({ changes: [], errors: [] });
      again.delete();
    },
    15 * minutes,
  );
});
