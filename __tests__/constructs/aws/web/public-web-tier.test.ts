import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
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
import { describe, expect, test } from "@jest/globals";
import type { PublicWebTierProps } from "../../../../constructs/aws";
import { testApp } from "../../../support/app";
import { resolve, resources, synth, theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";
import { rulesOf } from "./rules-of";

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
