import { readFileSync } from "node:fs";
import path from "node:path";
import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EcrLifecyclePolicy } from "@cdktf/provider-aws/lib/ecr-lifecycle-policy";
import { EcrRepository } from "@cdktf/provider-aws/lib/ecr-repository";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { describe, expect, test } from "@jest/globals";
import { nodeImage } from "../../../../constructs/kubernetes";
import { copiesIn } from "../../../../delivery/plan/images";
import { testApp } from "../../../support/app";
import { resolve, resources, synth, theResource } from "../../../support/synth";
import { clusterWith } from "./cluster-with";
import { collectorOf, object, objects } from "./objects";

describe("images", () => {
  test("are private, scanned, and what their tag was when it was pushed", () => {
    const { stack } = clusterWith();
    expect(theResource(stack, EcrRepository)).toMatchObject({
      image_tag_mutability: "IMMUTABLE",
      image_scanning_configuration: { scan_on_push: true },
      force_delete: false,
      lifecycle: { prevent_destroy: true },
    });
    const { rules } = JSON.parse(theResource(stack, EcrLifecyclePolicy).policy as string) as {
      rules: object[];
    };
    expect(rules).toHaveLength(4);
    expect(synth(stack).resource).not.toHaveProperty("aws_ecr_repository_policy");
  });

  test("are not needed: Node's own image fetches the artifact, which everybody in this VPC and nobody else reads", () => {
    const { stack, web } = clusterWith({}, {}, {});
    const { containers, initContainers } = object(web, "Deployment").spec.template.spec;
    expect(containers[0].image).toMatch(/TfToken.*@sha256:[0-9a-f]{64}$/);
    expect(initContainers[0].args[1]).toBe(testApp.artifact.sha256);
    const statements = resources(stack, S3BucketPolicy).flatMap(
      ({ policy }) => (JSON.parse(policy as string) as { Statement: Record<string, unknown>[] }).Statement,
    );
    const open = statements.filter(({ Effect, Principal }) => Effect === "Allow" && Principal === "*");
    expect(open).toEqual([
      expect.objectContaining({
        Action: "s3:GetObjectVersion",
        Condition: { StringEquals: { "aws:SourceVpc": expect.stringMatching(/^\$\{aws_vpc\.\w+\.id\}$/) } },
      }),
    ]);
  });
});

describe("logs of pods", () => {
  const { stack, web } = clusterWith({ logRetentionDays: 60 });
  const config = objects(web).find(
    ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "fluent-bit",
  )!;
  const text = (config as unknown as { data: Record<string, string> }).data["fluent-bit.conf"]!;

  test("go to a log group that keeps them as long as it is told, and may go to no other", () => {
    const group = resources(stack, CloudwatchLogGroup).find(({ name }) => name === web.logs.groupName);
    expect(group).toMatchObject({ retention_in_days: 60, lifecycle: { prevent_destroy: true } });
    expect(text).toContain(`log_group_name ${web.logs.groupName}\n`);
    const { policy } = resources(stack, IamRolePolicy).find(
      ({ name_prefix }) => name_prefix === "write-logs-",
    )!;
    expect(JSON.parse(policy as string)).toMatchObject({
      Statement: [
        {
          Action: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
          Resource: `${resolve(stack, web.logs.group.arn)}:*`,
        },
      ],
    });
    // A group that Fluent Bit made would keep everything for ever.
    expect(text).toMatch(/auto_create_group false/);
  });

  test("are sent line by line, so that CloudWatch finds metrics in them", () => {
    expect(text).toMatch(/log_key log\n *log_format json\/emf/);
  });

  test("are sent again until they have arrived", () => {
    expect(text).toMatch(/Retry_Limit no_limits$/m);
  });

  test("are shipped by an image that is copied to the repository", () => {
    const { image } = collectorOf(web).spec.template.spec.containers[0] as { image: string };
    const [, version] = /:fluent-bit-([\d.]+)$/.exec(image)!;
    const page = readFileSync(path.join(__dirname, "../../../../docs/kubernetes.md"), "utf8");
    expect(page).toContain(`--tag "$registry:fluent-bit-${version}"`);
    expect(page).toContain(`aws-for-fluent-bit:${version}\n`);
  });
});

describe("copies of public images", () => {
  const { stack, web } = clusterWith();
  const { rules } = JSON.parse(theResource(stack, EcrLifecyclePolicy).policy as string) as {
    rules: { rulePriority: number; selection: { tagPatternList?: string[] } }[];
  };
  const [, digest = ""] = nodeImage.split("@");
  const { image } = collectorOf(web).spec.template.spec.containers[0] as { image: string };
  const [, tag = ""] = image.split(/:(?=[^/]*$)/);
  // By the names that workflows give them.
  const copies = copiesIn("images", `images@${digest} images:${tag}`).map(
    ({ tagged }) => tagged.split(":")[1]!,
  );

  test.each(copies)("outlive old images of the app: %s", (copy) => {
    const ruling = rules
      .filter(({ selection }) =>
        selection.tagPatternList?.some((pattern) =>
          new RegExp(`^${pattern.replaceAll("*", ".*")}$`).test(copy),
        ),
      )
      .sort((one, other) => one.rulePriority - other.rulePriority);
    expect(copies).toHaveLength(2);
    expect(ruling.map(({ selection }) => selection.tagPatternList)).toEqual([
      [expect.stringMatching(/^(node|fluent-bit)-[*]$/)],
      ["*"],
    ]);
  });
});
