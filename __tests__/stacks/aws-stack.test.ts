import { beforeAll, describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { Zones } from "../../constructs/aws";
import { AwsStack } from "../../stacks/aws-stack";
import { counterApp } from "../../stacks/counter-app";
import { bucketRule } from "../../stacks/aws/state";
import { profiles } from "../../stacks/context/profiles";
import { planOffline, validateOnAws } from "../support/aws-provider";
import { awsOptionSets, awsStack } from "../support/aws-stacks";
import { existingNetwork } from "../support/existing-network";
import { inventory, synth } from "../support/synth";
import { whyNoAwsProvider } from "../../rehearsal/machine/providers";

describe("the AWS stack", () => {
  test("has exactly these resources", () => {
    expect(inventory(awsStack(profiles.lab))).toEqual({
      // network
      aws_vpc: 1, // the network itself
      "data.aws_availability_zones": 1, // which zones the region has
      "data.aws_subnets": 1, // whether a zone goes that the network has subnets in
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
      aws_cloudwatch_log_group: 4, // the servers', the database's own, its upgrades', and refused tokens'
      // buckets
      aws_s3_bucket: 2, // one holds the web app for the servers, one the load balancer's log
      aws_s3_bucket_lifecycle_configuration: 2, // lets go of older artifacts after 90 days, and of logs
      aws_s3_bucket_ownership_controls: 2, // no access control lists
      aws_s3_bucket_policy: 2, // TLS only, and one lets the load balancer write
      aws_s3_bucket_public_access_block: 2, // never public
      aws_s3_bucket_server_side_encryption_configuration: 2, // encrypted
      aws_s3_bucket_versioning: 1, // older artifacts stay for a rollback
      aws_s3_object: 1, // the artifact
      // web tier
      aws_lb: 1, // where visitors arrive
      aws_lb_listener: 1, // port 80
      aws_lb_target_group: 1, // servers that are healthy
      aws_launch_template: 1, // what a server is
      aws_autoscaling_group: 1, // how many servers there are
      aws_autoscaling_policy: 2, // more or fewer of them by CPU and by requests
      aws_iam_role: 2, // who a server is, and who reports on the database's operating system
      aws_iam_instance_profile: 1, // hands the role to a server
      aws_iam_role_policy: 5, // a shell, read the artifact, log in as the app, read the administrator's secret, write logs
      aws_iam_role_policy_attachment: 1, // reports on the database's operating system
      aws_cloudwatch_dashboard: 1, // all three tiers on one page
      // alarms
      aws_cloudwatch_metric_alarm: 12, // four on the load balancer, one on the servers, five on the database, two on what the app measures
      aws_sns_topic: 1, // who hears about them
      aws_sns_topic_policy: 1, // CloudWatch may publish, and the budget
      aws_kms_key: 1, // encrypts messages; CloudWatch may not use the key that AWS keeps
      aws_kms_key_policy: 1, // CloudWatch may use it
      aws_kms_alias: 1, // names it
      terraform_data: 3, // remembers what the stack was deployed with, waits where servers are replaced, names the database
    });
  });

  test("has in production what it has in the lab, and flow logs, HTTPS and mail about alarms besides", () => {
    const lab = Object.keys(inventory(awsStack(profiles.lab)));
    const more = Object.keys(inventory(awsStack(profiles.production))).filter((type) => !lab.includes(type));
    expect(more).toEqual([
      "aws_acm_certificate",
      "aws_acm_certificate_validation",
      "aws_db_event_subscription",
      "aws_flow_log",
      "aws_route53_record",
      "aws_sns_topic_subscription",
      "data.aws_route53_zone",
    ]);
  });

  test("insists on HTTPS in production", () => {
    const production = { region: "us-east-1", profile: profiles.production, alarmEmail: "ops@example.com" };
    expect(() => new AwsStack(Testing.app(), "aws-stack", production)).toThrow(
      "[aws-stack] `https` must be given with a profile that has no `plainHttpBecause`",
    );
  });

  test("tells a person what to do next", () => {
    const { output } = synth(awsStack(profiles.lab));
    expect(Object.keys(output)).toEqual([
      "dashboard_url",
      "database_endpoint",
      "database_secret_arn",
      "health_url",
      "load_balancer",
      "log_group",
      "region",
      "servers",
      "shell",
      "url",
    ]);
    expect(output.shell?.value).toContain(
      "--filters Name=tag:aws:autoscaling:groupName,Values=aws-stack-web ",
    );
    expect(output.dashboard_url?.value).toMatch(/region=us-east-1#dashboards\/dashboard\/\$\{aws_cloudwatch/);
  });

  test("keeps its state in a bucket when told to, locked and encrypted", () => {
    expect(backendOf(awsStack(profiles.lab, { stateBucket: "states-111122223333" }))).toEqual({
      s3: {
        bucket: "states-111122223333",
        region: "us-east-1",
        key: "aws-stack/terraform.tfstate",
        encrypt: true,
        use_lockfile: true,
      },
    });
    expect(backendOf(awsStack(profiles.lab))).not.toHaveProperty("s3");
  });

  test.each([
    "States",
    "my_states",
    "ab",
    "-states",
    "a..b",
    "192.168.5.4",
    "xn--states",
    "sthree-states",
    "amzn-s3-demo-states",
    "states-s3alias",
    "states--ol-s3",
    "states.mrap",
    "states--x-s3",
    "states--table-s3",
  ])("refuses the bucket %s for its state", (stateBucket) => {
    expect(() => awsStack(profiles.lab, { stateBucket })).toThrow(
      `[aws-stack] \`stateBucket\` must ${bucketRule}, got "${stateBucket}"`,
    );
  });

  test.each(["192.168.5", "my.states", "s3alias-states"])(
    "takes the bucket %s for its state",
    (stateBucket) => {
      expect(() => awsStack(profiles.lab, { stateBucket })).not.toThrow();
    },
  );

  test("takes zones, way out and flow logs for a network of its own only", () => {
    const { aws_flow_log: logs, aws_nat_gateway: gateways } = inventory(
      awsStack(profiles.lab, awsOptionSets["NAT, flow logs and zones of one's choice"]),
    );
    expect({ logs, gateways }).toEqual({ logs: 1, gateways: 3 });
    expect(() => awsStack(profiles.lab, { existingNetwork, ownNetwork: { flowLogs: true } })).toThrow(
      "[aws-stack] `ownNetwork` must be absent with `existingNetwork`",
    );
  });

  test("tags what Auto Scaling launches as the provider tags all else", () => {
    const { provider, resource } = synth(awsStack(profiles.lab));
    const [{ default_tags }] = provider.aws as [{ default_tags: { tags: Record<string, string> }[] }];
    const [{ tags } = { tags: {} }] = default_tags;
    expect(Object.keys(tags)).toEqual(["application", "stack"]);
    const [group] = Object.values(resource.aws_autoscaling_group!);
    for (const [key, value] of Object.entries(tags))
      expect(group!.tag).toContainEqual({ key, value, propagate_at_launch: true });
    const [template] = Object.values(resource.aws_launch_template!);
    for (const specification of template!.tag_specifications) expect(specification.tags).toMatchObject(tags);
  });

  test("synthesizes as before", () => {
    const json = JSON.stringify(synth(awsStack(profiles.lab)), null, 2);
    expect(json.replaceAll(counterApp.artifact.sha256, "<sha256 of the artifact>")).toMatchSnapshot();
  });

  test.each(["mx-central-1", "cn-north-1"])(
    "fails for the region %s, whose databases the web app cannot verify",
    (region) => {
      expect(() => awsStack(profiles.lab, { region })).toThrow(
        /^\[aws-stack\] `region` must be one whose databases the web app can verify \(.*us-east-1.*\), got "/,
      );
    },
  );

  const missing = whyNoAwsProvider();
  (missing ? describe.skip : describe)(`to Terraform${missing ? ` (${missing})` : ""}`, () => {
    let judged: ReturnType<typeof validateOnAws>;
    beforeAll(() => {
      const inProfiles = Object.entries(profiles).map(([name, profile]) => [name, synth(awsStack(profile))]);
      const withOptions = Object.entries(awsOptionSets).map(([name, options]) => [
        name,
        synth(awsStack(profiles.lab, options)),
      ]);
      judged = validateOnAws(Object.fromEntries([...inProfiles, ...withOptions]));
    });

    test.each(Object.keys(profiles))("is valid with the profile %s", (name) => {
      expect(judged[name]).toEqual([]);
    });

    test("plans without a question to AWS where no zone has to be asked for, and without a warning", () => {
      const plans = planOffline({
        existing: synth(awsStack(profiles.lab, { existingNetwork, customerKey: true })),
        named: synth(
          awsStack(profiles.lab, { ownNetwork: { zones: Zones.named("us-east-1a", "us-east-1b") } }),
        ),
      });
      for (const { complaints, created } of Object.values(plans)) {
        expect(complaints).toEqual([]);
        expect(created).toBeGreaterThan(50);
      }
    });

    test.each(Object.keys(awsOptionSets))("is valid with %s", (name) => {
      expect(judged[name]).toEqual([]);
    });
  });
});

/** Where the stack keeps its state. */
function backendOf(stack: AwsStack): Record<string, unknown> {
  const { terraform } = synth(stack) as unknown as { terraform: { backend?: Record<string, unknown> } };
  return terraform.backend ?? {};
}
