import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { AwsStackProps } from "../../stacks/aws/stack-props";
import { type Profile, profiles } from "../../stacks/context/profiles";
import { AwsDeployment } from "../../rehearsal/aws/deployment";
import { AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";
import { ship } from "../support/other-bytes";

const lab: AwsStackProps = { region: "us-east-1", profile: profiles.lab };
const nothing = { changes: [], outputs: [], errors: [] };
const minutes = 60_000;

const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

whereEmulatorIs(`the life of a stack on AWS${missing ? ` (${missing})` : ""}`, () => {
  let aws: AwsEmulator;
  let stack: AwsDeployment;

  beforeEach(async () => {
    aws = await AwsEmulator.start();
    stack = new AwsDeployment(aws);
  }, 2 * minutes);
  afterEach(async () => {
    jest.restoreAllMocks();
    stack.delete();
    await aws.stop();
  });

  const identifiers = async () =>
    [
      ...(await aws.account.query("rds", { Action: "DescribeDBInstances", Version: "2014-10-31" })).matchAll(
        /<DBInstanceIdentifier>([^<]+)</g,
      ),
    ].map(([, name]) => name!);
  const callsOf = (service: string) => aws.calls.filter((call) => call.startsWith(`${service} `));

  test(
    "begins with one apply, stays as it is, ends with one destroy, and begins again after the database's last lines",
    async () => {
      await stack.apply(lab);
      expect(stack.resources.length).toBeGreaterThan(80);
      expect(await stack.plan(lab)).toEqual(nothing);
      const [identifier] = await identifiers();
      await stack.destroy();
      expect(stack.resources).toEqual([]);
      // RDS writes what it still had, and makes the group for it.
      await aws.account.logGroup(`/aws/rds/instance/${identifier}/postgresql`);
      await stack.apply(lab);
      expect(await stack.plan(lab)).toEqual(nothing);
    },
    15 * minutes,
  );

  test(
    "keeps the artifacts that servers may still fetch, and no plan touches bytes that stay the same",
    async () => {
      const artifacts = () => aws.account.versions("aws-stack-web-artifact");
      const one = ship("one");
      await stack.apply(lab);
      ship("one");
      expect(await stack.plan(lab)).toEqual(nothing);
      const two = ship("two");
      await stack.apply(lab);
      expect(await artifacts()).toEqual([two, one]);
      ship("one");
      await stack.apply(lab);
      expect(await artifacts()).toEqual([one, two, one]);
      await aws.account.deleteObjects("aws-stack-web-artifact");
      const { changes } = await stack.plan(lab);
      expect(changes).toContainEqual({
        address: expect.stringMatching(/^aws_s3_object\.web_artifact_/),
        action: "create",
      });
    },
    15 * minutes,
  );

  test(
    "takes a major version of PostgreSQL at once, and lets go of the former parameters after that",
    async () => {
      const version = (engineVersion: string): AwsStackProps => ({
        ...lab,
        profile: withDatabase(profiles.lab, { engineVersion, majorUpgradeAllowed: true }),
      });
      await stack.apply(version("17"));
      const before = callsOf("rds").length;
      await stack.apply(version("18"));
      expect(
        callsOf("rds")
          .slice(before)
          .filter((call) => !/ (Describe|List)/.test(call)),
      ).toEqual([
        "rds CreateDBParameterGroup",
        // what takes a restart, and what does not
        "rds ModifyDBParameterGroup",
        "rds ModifyDBParameterGroup",
        "rds ModifyDBInstance",
        "rds DeleteDBParameterGroup",
      ]);
      expect(await stack.plan(version("18"))).toEqual(nothing);
    },
    15 * minutes,
  );
});

function withDatabase(profile: Profile, database: object): Profile {
  return { ...profile, database: { ...profile.database, ...database } };
}
