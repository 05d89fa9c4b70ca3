import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { CloudwatchDashboard } from "@cdktf/provider-aws/lib/cloudwatch-dashboard";
import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { Route } from "@cdktf/provider-aws/lib/route";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { S3Object } from "@cdktf/provider-aws/lib/s3-object";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { describe, expect, test } from "@jest/globals";
import { stallSeconds } from "../../../../constructs/server/boot-script";
import { healthCheckIntervalSeconds, healthCheckThreshold } from "../../../../constructs/shared/health-check";
import type { TerraformStack } from "cdktf";
import type { PublicWebTierProps } from "../../../../constructs/aws";
import { testApp } from "../../../support/app";
import { resolve, resources, synth, theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";

/** Every rule of a security group, as a sentence. */
function rulesOf(stack: TerraformStack, groupId: string): string[] {
  const ingress = resources(stack, VpcSecurityGroupIngressRule);
  const egress = resources(stack, VpcSecurityGroupEgressRule);
  const sentence = (way: string) => (rule: Record<string, unknown>) => {
    expect(rule.description).toMatch(/\w/);
    expect(rule.ip_protocol).toBe("tcp");
    expect(rule.from_port).toBe(rule.to_port);
    const peer = (rule.cidr_ipv4 ?? rule.prefix_list_id ?? rule.referenced_security_group_id) as string;
    return `${way} ${peer} ${String(rule.to_port)}`;
  };
  const own = (rule: Record<string, unknown>) => rule.security_group_id === groupId;
  return [...ingress.filter(own).map(sentence("from")), ...egress.filter(own).map(sentence("to"))].sort();
}

describe("web tier on AWS", () => {
  test("lets visitors reach the load balancer on port 80, and it the servers on the app's port", () => {
    const { stack, web } = webTierWith();
    const servers = resolve(stack, web.servers.securityGroup.group.id);
    const [balancer = ""] = theResource(stack, Lb).security_groups as string[];
    expect(rulesOf(stack, balancer)).toEqual(["from 0.0.0.0/0 80", `to ${servers} 8080`]);
  });

  test("lets servers take visits from the load balancer and reach database and AWS services alone", () => {
    const { stack, web } = webTierWith();
    const [balancer = ""] = theResource(stack, Lb).security_groups as string[];
    const [database = ""] = theResource(stack, DbInstance).vpc_security_group_ids as string[];
    const rules = rulesOf(stack, resolve(stack, web.servers.securityGroup.group.id));
    expect(rules).toHaveLength(4);
    expect(rules).toContain(`from ${balancer} 8080`);
    expect(rules).toContain(`to ${database} 5432`);
    expect(rules.filter((rule) => /^to .*(vpc_endpoint|endpoints).* 443$/.test(rule))).toHaveLength(2);
  });

  test("counts a server as healthy when /health answered 200 twice, 30 seconds apart", () => {
    const { stack } = webTierWith();
    expect(theResource(stack, LbTargetGroup).health_check).toMatchObject({
      path: "/health",
      matcher: "200",
      interval: 30,
      healthy_threshold: 2,
      protocol: "HTTP",
    });
  });

  test("forwards port 80 to the servers' port", () => {
    const { stack } = webTierWith();
    const target = theResource(stack, LbTargetGroup);
    expect(target).toMatchObject({ port: 8080, target_type: "instance" });
    const listener = theResource(stack, LbListener);
    expect(listener).toMatchObject({ port: 80, protocol: "HTTP" });
    expect(listener.default_action[0].type).toBe("forward");
    expect(listener.default_action[0].target_group_arn).toContain(`.${target.logicalId}.`);
  });

  test("keeps target group and load balancer within the names that AWS takes", () => {
    const { stack } = webTierWith();
    expect(theResource(stack, LbTargetGroup).name_prefix).toMatch(/^[a-z-]{1,6}$/);
    expect(theResource(stack, Lb).name).toMatch(/^(?!internal-)[a-z][a-z0-9-]{0,31}$/);
  });

  test("runs two to four servers in the web tier unless told otherwise", () => {
    const { stack, network } = webTierWith();
    const group = theResource(stack, AutoscalingGroup);
    expect(group).toMatchObject({ min_size: 2, max_size: 4 });
    expect(group.vpc_zone_identifier).toEqual(
      network.subnetsOf("web").map((subnet) => resolve(stack, subnet.id)),
    );
    expect(theResource(webTierWith({ servers: { min: 1, max: 1 } }).stack, AutoscalingGroup)).toMatchObject({
      min_size: 1,
      max_size: 1,
    });
  });

  test("leaves the number of servers between the two to scaling", () => {
    expect(theResource(webTierWith().stack, AutoscalingGroup)).not.toHaveProperty("desired_capacity");
  });

  test("replaces a server whose machine is broken, and not one whose database is away", () => {
    expect(theResource(webTierWith().stack, AutoscalingGroup)).toMatchObject({
      health_check_type: "EC2",
      instance_maintenance_policy: { min_healthy_percentage: 100, max_healthy_percentage: 200 },
    });
  });

  test("leaves a first boot the time that a repository may cost that does not answer", () => {
    const { health_check_grace_period, default_instance_warmup } = theResource(
      webTierWith().stack,
      AutoscalingGroup,
    );
    const seldomMoreSeconds = 120;
    expect(default_instance_warmup).toBeGreaterThanOrEqual(seldomMoreSeconds + stallSeconds);
    const asked = (healthCheckThreshold + 1) * healthCheckIntervalSeconds;
    expect(health_check_grace_period).toBeGreaterThanOrEqual(seldomMoreSeconds + stallSeconds + asked);
  });

  test("replaces every server within a month", () => {
    const { max_instance_lifetime } = theResource(webTierWith().stack, AutoscalingGroup);
    expect(max_instance_lifetime).toBe(30 * 24 * 60 * 60);
  });

  test("rolls out a new launch template without going below full strength", () => {
    const { stack } = webTierWith();
    const group = theResource(stack, AutoscalingGroup);
    const template = theResource(stack, LaunchTemplate);
    expect(group.launch_template.version).toBe(
      `\${tostring(aws_launch_template.${template.logicalId}.latest_version)}`,
    );
    expect(group.instance_refresh).toEqual({
      strategy: "Rolling",
      preferences: { min_healthy_percentage: 100, max_healthy_percentage: 200 },
    });
  });

  test("boots servers only after everything they need is there", () => {
    const { stack } = webTierWith();
    const after = theResource(stack, AutoscalingGroup).depends_on as string[];
    for (const type of ["aws_s3_object", "aws_vpc_endpoint", "aws_lb_listener"])
      expect(after.filter((address) => address.startsWith(`${type}.`))).not.toEqual([]);
  });

  test("boots servers only once they may talk and open a shell", () => {
    const { stack, web } = webTierWith();
    const { depends_on: after } = theResource(stack, AutoscalingGroup);
    const servers = resolve(stack, web.servers.securityGroup.group.id);
    const ways = [VpcSecurityGroupIngressRule, VpcSecurityGroupEgressRule].flatMap((type) =>
      resources(stack, type)
        .filter((rule) => [rule.security_group_id, rule.referenced_security_group_id].includes(servers))
        .map(({ logicalId }) => `${type.tfResourceType}.${logicalId}`),
    );
    expect(ways).toHaveLength(7);
    const role = resolve(stack, web.servers.identity.role.name);
    const rights = resources(stack, IamRolePolicy)
      .filter((policy) => policy.role === role)
      .map(({ logicalId }) => `aws_iam_role_policy.${logicalId}`);
    expect(rights).toHaveLength(5);
    expect(after).toEqual(expect.arrayContaining([...ways, ...rights]));
  });

  test("runs on an image of one's own, which another one replaces", () => {
    const image = (imageId: string) => theResource(webTierWith({ imageId }).stack, LaunchTemplate).image_id;
    expect(image("ami-0123456789abcdef0")).toBe("ami-0123456789abcdef0");
    expect(() => image("al2023")).toThrow(
      '[test/web] `imageId` must be the identifier of an image such as ami-0123456789abcdef0, got "al2023"',
    );
  });

  test.each([
    ["t3.micro", "x86_64"],
    ["m7i-flex.large", "x86_64"],
    ["g4dn.xlarge", "x86_64"],
    ["t4g.micro", "arm64"],
    ["c7gd.large", "arm64"],
  ])("runs %s on the Amazon Linux 2023 image for %s", (instanceType, architecture) => {
    const template = theResource(webTierWith({ instanceType }).stack, LaunchTemplate);
    expect(template).toMatchObject({
      instance_type: instanceType,
      image_id: `resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-${architecture}`,
    });
  });

  test("answers metadata requests of version 2 only", () => {
    expect(theResource(webTierWith().stack, LaunchTemplate).metadata_options).toEqual({
      http_endpoint: "enabled",
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
  });

  test("encrypts the servers' disks", () => {
    const template = theResource(webTierWith().stack, LaunchTemplate);
    expect(template.block_device_mappings[0].ebs.encrypted).toBe("true");
  });

  test("has no key pair: a shell comes by Session Manager, which may do nothing else", () => {
    const { stack } = webTierWith();
    expect(theResource(stack, LaunchTemplate)).not.toHaveProperty("key_name");
    const shell = resources(stack, IamRolePolicy).find(
      ({ name_prefix }) => name_prefix === "session-manager-",
    )!;
    expect(JSON.parse(shell.policy as string)).toMatchObject({
      Statement: [
        {
          Action: [
            "ssm:UpdateInstanceInformation",
            "ssmmessages:CreateControlChannel",
            "ssmmessages:CreateDataChannel",
            "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel",
          ],
        },
      ],
    });
  });

  test("lets servers read exactly the artifact and the database's secret, and log in as the app", () => {
    const { stack, database } = webTierWith();
    const statements = resources(stack, IamRolePolicy)
      .filter(({ name_prefix }) => !/^(session-manager|write-logs)-$/.test(name_prefix as string))
      .flatMap(({ policy }) => (JSON.parse(policy as string) as { Statement: object[] }).Statement)
      .map((statement) => JSON.stringify(statement));
    const instance = `aws_db_instance.${theResource(stack, DbInstance).logicalId}`;
    const account = Object.keys(synth(stack).locals ?? {}).find((name) => name.includes("account"));
    const object = theResource(stack, S3Object).logicalId;
    const bucket = resources(stack, S3Bucket).find(({ logicalId }) =>
      logicalId.includes("artifact"),
    )!.logicalId;
    expect(statements.sort()).toEqual(
      [
        {
          Effect: "Allow",
          Action: "s3:GetObjectVersion",
          Resource: `\${aws_s3_bucket.${bucket}.arn}/\${aws_s3_object.${object}.key}`,
        },
        {
          Effect: "Allow",
          Action: "secretsmanager:GetSecretValue",
          Resource: resolve(stack, database.secretArn),
        },
        {
          Effect: "Allow",
          Action: "rds-db:connect",
          Resource: `arn:aws:rds-db:eu-west-1:\${local.${account}}:dbuser:\${${instance}.resource_id}/webapp`,
        },
      ]
        .map((statement) => JSON.stringify(statement))
        .sort(),
    );
  });

  test("keeps the artifact in a bucket that is closed to the public", () => {
    const { stack } = webTierWith();
    const blocks = resources(stack, S3BucketPublicAccessBlock);
    expect(blocks).toHaveLength(resources(stack, S3Bucket).length);
    for (const block of blocks)
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
  });

  test("ships the artifact's bytes, and keeps older ones for a rollback", () => {
    const { stack } = webTierWith();
    const object = theResource(stack, S3Object);
    expect(object).toMatchObject({ key: "demo.tar.gz", source_hash: testApp.artifact.sha256 });
    expect(object.source).toContain(testApp.artifact.sha256);
    expect(theResource(stack, S3BucketVersioningA).versioning_configuration).toEqual({ status: "Enabled" });
    const script = Object.values(synth(stack).locals ?? {}).join("\n");
    expect(script).toContain(`--version-id '\${aws_s3_object.${object.logicalId}.version_id}'`);
  });

  test("ships the artifact only once its bucket encrypts it and keeps what it replaces", () => {
    const { stack } = webTierWith();
    const { depends_on, bucket } = theResource(stack, S3Object);
    const store = (bucket as string).replace(/\.bucket\}$/, ".id}");
    for (const type of [S3BucketServerSideEncryptionConfigurationA, S3BucketVersioningA]) {
      const { logicalId } = resources(stack, type).find((settings) => settings.bucket === store)!;
      expect(depends_on).toContain(`${type.tfResourceType}.${logicalId}`);
    }
  });

  test("makes the load balancer only once its subnets lead to the internet", () => {
    const { stack } = webTierWith();
    const route = theResource(stack, Route);
    const { subnets, depends_on } = theResource(stack, Lb);
    const routed = resources(stack, RouteTableAssociation).filter(
      (association) => association.route_table_id === route.route_table_id,
    );
    expect(routed.map(({ subnet_id }) => subnet_id as string)).toEqual(subnets);
    expect(route.gateway_id).toMatch(/^\$\{aws_internet_gateway\./);
    expect(depends_on).toEqual(
      expect.arrayContaining([
        `aws_route.${route.logicalId}`,
        ...routed.map(({ logicalId }) => `aws_route_table_association.${logicalId}`),
      ]),
    );
  });

  test("has a url on the load balancer", () => {
    const { stack, web } = webTierWith();
    expect(resolve(stack, web.url)).toBe(`http://\${aws_lb.${theResource(stack, Lb).logicalId}.dns_name}`);
  });

  test("protects the load balancer from deletion unless told otherwise", () => {
    expect(theResource(webTierWith().stack, Lb).enable_deletion_protection).toBe(true);
    expect(theResource(webTierWith({ deletionProtected: false }).stack, Lb).enable_deletion_protection).toBe(
      false,
    );
  });

  test.each<[Partial<PublicWebTierProps>, string]>([
    [
      { servers: { min: 3, max: 2 } },
      '`servers` must have whole numbers with 1 <= min <= max <= 100, got {"min":3,"max":2}',
    ],
    [
      { servers: { min: 0, max: 2 } },
      '`servers` must have whole numbers with 1 <= min <= max <= 100, got {"min":0,"max":2}',
    ],
    [{ servers: { min: 1.5, max: 2 } }, "`servers` must have"],
    [{ app: { ...testApp, port: 80 } }, "`app.port` must be a whole number from 1024 to 65535, got 80"],
    [{ app: { ...testApp, name: "My App" } }, '`app.name` must be 1 to 20 lower-case letters, got "My App"'],
    [
      { app: { ...testApp, healthPath: "health" } },
      '`app.healthPath` must begin with / and hold no spaces, ? or #, got "health"',
    ],
  ])("fails for %j", (props, message) => {
    expect(() => webTierWith(props)).toThrow(`[test/web] ${message}`);
  });

  test("fails when the boot script outgrows what EC2 takes", () => {
    const { servers } = webTierWith().web;
    expect(() => servers.boot({ script: "x".repeat(16_385), after: [] })).toThrow(
      /^\[test\/web\/servers\] `script` must be at most 16384 bytes long with its tokens filled in, got \d+$/,
    );
  });
});

describe("dashboard on AWS", () => {
  interface Widget {
    readonly properties: {
      readonly title: string;
      readonly region: string;
      readonly metrics: (string | { stat: string })[][];
    };
  }
  const { stack } = webTierWith();
  const { dashboard_body } = theResource(stack, CloudwatchDashboard);
  const { widgets } = JSON.parse(dashboard_body as string) as { widgets: Widget[] };
  const dimensionsOf = (name: string) =>
    widgets
      .flatMap(({ properties }) => properties.metrics)
      .filter(([, metric]) => metric === name)
      .map(([, , ...pairs]) => pairs.filter((part) => typeof part === "string"));

  test("shows all three tiers", () => {
    const names = widgets.flatMap(({ properties }) =>
      properties.metrics.map((metric) =>
        metric
          .slice(0, 2)
          .filter((part) => typeof part === "string")
          .join(" "),
      ),
    );
    for (const name of [
      "AWS/ApplicationELB RequestCount",
      "AWS/ApplicationELB TargetResponseTime",
      "AWS/ApplicationELB HealthyHostCount",
      "AWS/ApplicationELB HTTPCode_ELB_5XX_Count",
      "AWS/ApplicationELB HTTPCode_Target_5XX_Count",
      "AWS/EC2 CPUUtilization",
      "AWS/EC2 NetworkIn",
      "AWS/EC2 NetworkOut",
      "AWS/AutoScaling GroupInServiceInstances",
      "AWS/RDS CPUUtilization",
      "AWS/RDS DatabaseConnections",
      "AWS/RDS FreeStorageSpace",
    ])
      expect(names).toContain(name);
    const slowest = widgets.find(({ properties }) => properties.title === "Response time of the slowest");
    expect(slowest?.properties.metrics.map((metric) => metric.at(-1))).toEqual([
      { stat: "p50" },
      { stat: "p95" },
      { stat: "p99" },
    ]);
  });

  test("names the load balancer and the target group by their ARNs' suffixes", () => {
    const balancer = `\${aws_lb.${theResource(stack, Lb).logicalId}.arn_suffix}`;
    const targets = `\${aws_lb_target_group.${theResource(stack, LbTargetGroup).logicalId}.arn_suffix}`;
    expect(dimensionsOf("RequestCount")).toEqual([["LoadBalancer", balancer]]);
    expect(dimensionsOf("HealthyHostCount")).toEqual([["LoadBalancer", balancer, "TargetGroup", targets]]);
  });

  test("names the servers by their group and the database by its identifier", () => {
    const group = theResource(stack, AutoscalingGroup);
    expect(dimensionsOf("NetworkIn")).toEqual([["AutoScalingGroupName", group.name as string]]);
    expect(dimensionsOf("FreeStorageSpace")).toEqual([
      ["DBInstanceIdentifier", `\${aws_db_instance.${theResource(stack, DbInstance).logicalId}.identifier}`],
    ]);
  });

  test("lays its widgets out without overlap", () => {
    const places = (
      JSON.parse(dashboard_body as string) as { widgets: { x: number; y: number }[] }
    ).widgets.map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(places.length);
  });
});
