import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Https } from "../../constructs/aws";
import type { AwsStackProps } from "../../stacks/aws/stack-props";
import { profiles } from "../../stacks/context/profiles";
import { AwsDeployment } from "../../rehearsal/aws/deployment";
import { AwsEmulator, whyNoAwsEmulator } from "../../rehearsal/aws/emulator";

const minutes = 60_000;
const missing = whyNoAwsEmulator();
const whereEmulatorIs = missing ? describe.skip : describe;

whereEmulatorIs(`the ways out of production on AWS${missing ? ` (${missing})` : ""}`, () => {
  let aws: AwsEmulator;
  let stack: AwsDeployment;
  let production: AwsStackProps;

  beforeEach(async () => {
    aws = await AwsEmulator.start();
    stack = new AwsDeployment(aws);
    production = {
      region: "us-east-1",
      profile: profiles.production,
      https: Https.domain({
        domainName: "www.example.com",
        hostedZoneId: await aws.account.hostedZone("example.com"),
      }),
      alarmEmail: "ops@example.com",
      customerKey: true,
      webAcl: true,
    };
    await stack.apply(production);
  }, 15 * minutes);
  afterEach(async () => {
    stack.delete();
    await aws.stop();
  });

  const snapshots = async () =>
    [
      ...(await aws.account.query("rds", { Action: "DescribeDBSnapshots", Version: "2014-10-31" })).matchAll(
        /<DBSnapshotIdentifier>([^<]+)</g,
      ),
    ]
      .map(([, name]) => name!)
      .filter((name) => !name.startsWith("rds:"));

  test(
    "are none by `destroy` alone, which touches nothing, and the profile `lab`, which leaves nothing",
    async () => {
      const before = stack.resources;
      aws.calls.length = 0;
      const { errors } = await stack.run("destroy", "-auto-approve");
      const refused = errors.filter((error) => error.startsWith("Instance cannot be destroyed"));
      expect(refused).toEqual(errors);
      expect(refused.join()).toContain("aws_db_instance.");
      expect(aws.calls.filter((call) => !reads.test(call))).toEqual([]);
      expect(stack.resources).toEqual(before);
      await stack.apply({ ...production, profile: profiles.lab, leaveProduction: ["aws-stack"] });
      await stack.destroy();
      expect(stack.resources).toEqual([]);
      expect(await snapshots()).toEqual([]);
    },
    15 * minutes,
  );

  test(
    "are no protection with the profile as it was, which leaves the database's last snapshot",
    async () => {
      await stack.apply({ ...production, deletionProtection: false });
      await stack.destroy();
      expect(stack.resources).toEqual([]);
      expect(await snapshots()).toEqual([expect.stringMatching(/^aws-stack-database-final-[0-9a-f]{8}$/)]);
    },
    15 * minutes,
  );
});

/** Calls that change nothing, by the verbs of AWS. */
const reads = /^\S+ (Describe|Get|List|Lookup|GET |HEAD )/;
