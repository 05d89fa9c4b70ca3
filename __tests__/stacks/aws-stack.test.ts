import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { AwsStack } from "../../stacks/aws-stack";
import { counterApp } from "../../stacks/counter-app";
import { type Profile, profiles } from "../../stacks/profiles";
import { inventory, synth } from "../support/synth";
import { awsVersion, TerraformFolder, whyNoAwsProvider } from "../support/terraform";

const make = (profile: Profile, region = "us-east-1") =>
  new AwsStack(Testing.app(), "aws-stack", { region, profile });

describe("the AWS stack", () => {
  test("has exactly these resources", () => {
    expect(inventory(make(profiles.lab))).toEqual({
      // network
      aws_vpc: 1, // the network itself
      "data.aws_availability_zones": 1, // which zones the region has
      aws_default_security_group: 1, // emptied, so that nothing is open by default
      aws_subnet: 6, // public, web and data in two zones
      aws_internet_gateway: 1, // the way in to the load balancer
      aws_route_table: 3, // one per tier
      aws_route: 1, // the public tier's, to the internet; no other tier has one
      aws_route_table_association: 6, // one per subnet
      aws_vpc_endpoint: 5, // S3, Secrets Manager, CloudWatch Logs and two for Session Manager
      // firewalls
      aws_security_group: 4, // load balancer, servers, database, endpoints
      aws_vpc_security_group_ingress_rule: 4, // internet → balancer → servers → database, servers → endpoints
      aws_vpc_security_group_egress_rule: 4, // balancer → servers → database, endpoints and S3
      // database
      aws_db_instance: 1, // PostgreSQL; its password lies in Secrets Manager
      aws_db_subnet_group: 1, // the data tier
      aws_db_parameter_group: 1, // TLS only
      aws_cloudwatch_log_group: 3, // the database's own, its upgrades', and refused tokens'
      // artifact
      aws_s3_bucket: 1, // holds the web app for the servers
      aws_s3_bucket_lifecycle_configuration: 1, // lets older artifacts go after 90 days
      aws_s3_bucket_ownership_controls: 1, // no access control lists
      aws_s3_bucket_policy: 1, // TLS only
      aws_s3_bucket_public_access_block: 1, // never public
      aws_s3_bucket_server_side_encryption_configuration: 1, // encrypted
      aws_s3_bucket_versioning: 1, // older artifacts stay for a rollback
      aws_s3_object: 1, // the artifact
      // web tier
      aws_lb: 1, // where visitors arrive
      aws_lb_listener: 1, // port 80
      aws_lb_target_group: 1, // servers that are healthy
      aws_launch_template: 1, // what a server is
      aws_autoscaling_group: 1, // how many servers there are
      aws_iam_role: 2, // who a server is, and who reports on the database's operating system
      aws_iam_instance_profile: 1, // hands the role to a server
      aws_iam_role_policy: 3, // read the artifact, log in as the app, read the administrator's secret
      aws_iam_role_policy_attachment: 2, // a shell through Session Manager; reports on the database
      aws_cloudwatch_dashboard: 1, // all three tiers on one page
    });
  });

  test("has no more and no other kinds of resources in production", () => {
    expect(Object.keys(inventory(make(profiles.production)))).toEqual(
      Object.keys(inventory(make(profiles.lab))),
    );
  });

  test("synthesizes as before", () => {
    const json = JSON.stringify(synth(make(profiles.lab)), null, 2);
    expect(json.replaceAll(counterApp.artifact.sha256, "<sha256 of the artifact>")).toMatchSnapshot();
  });

  test.each(["us-east", "mx-central-1", "cn-north-1"])(
    "fails for the region %s, whose databases the web app cannot verify",
    (region) => {
      expect(() => make(profiles.lab, region)).toThrow(
        /^\[aws-stack\] `region` must be one whose databases the web app can verify \(.*us-east-1.*\), got "/,
      );
    },
  );

  const missing = whyNoAwsProvider();
  (missing ? describe.skip : describe)(`to Terraform${missing ? ` (${missing})` : ""}`, () => {
    test.each(Object.entries(profiles))("is valid with the profile %s", (_, profile) => {
      const terraform = new TerraformFolder(withInstalledProvider(synth(make(profile))));
      expect(JSON.parse(terraform.run("validate", "-json"))).toMatchObject({ valid: true, diagnostics: [] });
    });
  });
});

/** The bindings ask for the provider that they were made from; the one at hand may be older. */
function withInstalledProvider(json: object): object {
  const text = JSON.stringify(json).replace(/("source":"aws","version":)"[^"]*"/, `$1"${awsVersion()}"`);
  return JSON.parse(text) as object;
}
