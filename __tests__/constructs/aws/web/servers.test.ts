import { AutoscalingGroup } from "@cdktf/provider-aws/lib/autoscaling-group";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { describe, expect, test } from "@jest/globals";
import { stallSeconds } from "../../../../constructs/server/boot-script";
import { healthCheckIntervalSeconds, healthCheckThreshold } from "../../../../constructs/shared/health-check";
import { resolve, resources, theResource } from "../../../support/synth";
import { webTierWith } from "../web-tier";

describe("servers on AWS", () => {
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
});
