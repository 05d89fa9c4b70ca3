import { describe, expect, test } from "@jest/globals";
import { profiles } from "../../../stacks/context/profiles";
import { awsOptionSets, awsStack, fullProduction } from "../../support/aws-stacks";
import { synth, type SynthesizedStack } from "../../support/synth";

/** Types of resources that the plan refuses to destroy. */
function protectedTypes({ resource }: SynthesizedStack): string[] {
  return Object.entries(resource)
    .flatMap(([type, byName]) => Object.values(byName).map((one) => [type, one] as const))
    .filter(([, { count }]) => count !== 0)
    .filter(([, { lifecycle }]) => (lifecycle as { prevent_destroy?: boolean } | undefined)?.prevent_destroy)
    .map(([type]) => type)
    .sort();
}

const all = (json: SynthesizedStack, type: string) => Object.values(json.resource[type] ?? {});
const database = (json: SynthesizedStack) => all(json, "aws_db_instance")[0]!;

describe("what cannot be made again on AWS", () => {
  const production = synth(fullProduction());

  test("is refused to be destroyed in production's plan, so that nothing else is gone by then", () => {
    expect(protectedTypes(production)).toEqual([
      // servers, three of the database, flow logs and web ACL
      ...Array<string>(6).fill("aws_cloudwatch_log_group"),
      "aws_db_instance",
      // encrypts all of it; the topic's own key is not there beside it
      "aws_kms_key",
      "aws_lb",
      // access logs, and artifacts that servers of a rollback download
      "aws_s3_bucket",
      "aws_s3_bucket",
      // remembers that the stack is production
      "terraform_data",
    ]);
    for (const type of ["aws_cloudwatch_log_group", "aws_s3_bucket", "aws_kms_key"])
      for (const { lifecycle } of all(production, type))
        expect(lifecycle).toMatchObject({ prevent_destroy: true });
  });

  test("goes with one destroy in the lab", () => {
    const lab = synth(awsStack(profiles.lab, awsOptionSets["all of them"]));
    expect(protectedTypes(lab)).toEqual([]);
    for (const bucket of all(lab, "aws_s3_bucket")) expect(bucket.force_destroy).toBe(true);
    expect(database(lab)).toMatchObject({ deletion_protection: false, skip_final_snapshot: true });
  });

  test("goes where production says so, but for a snapshot, the backups, and the key that reads them", () => {
    const options = { ...awsOptionSets["all of them"], deletionProtection: false };
    const leaving = synth(awsStack(profiles.production, options));
    expect(protectedTypes(leaving)).toEqual([]);
    for (const bucket of all(leaving, "aws_s3_bucket")) expect(bucket.force_destroy).toBe(true);
    expect(all(leaving, "aws_lb")[0]!.enable_deletion_protection).toBe(false);
    expect(database(leaving)).toMatchObject({
      deletion_protection: false,
      skip_final_snapshot: false,
      delete_automated_backups: false,
      backup_retention_period: 35,
      multi_az: true,
    });
    expect(all(leaving, "aws_kms_key")[0]!.deletion_window_in_days).toBe(30);
  });

  test("can be protected in the lab as well", () => {
    const json = synth(awsStack(profiles.lab, { deletionProtection: true }));
    expect(protectedTypes(json)).toContain("aws_db_instance");
    expect(database(json).deletion_protection).toBe(true);
  });
});
