import { DescribeInstancesCommand, DescribeInstanceTypesCommand } from "@aws-sdk/client-ec2";
import { DescribeImagesCommand } from "@aws-sdk/client-ecr";
import { DescribeClusterVersionsCommand, ListClustersCommand } from "@aws-sdk/client-eks";
import { GetServiceQuotaCommand } from "@aws-sdk/client-service-quotas";
import { describe, expect, test } from "@jest/globals";
import { kubernetes } from "../../../__tests__/support/aws-stacks";
import { kubernetesVersion as version, nodeImage } from "../../../constructs/kubernetes";
import { containerImages, kubernetesVersion } from "../../aws/clusters";
import { nodesOf } from "../../aws/nodes";
import { quotas } from "../../aws/quotas";
import { vcpus } from "../../aws/vcpus";
import { instanceTypeInZones } from "../../aws/zones";
import { Refused } from "../support/aws-fake";
import { awsStage } from "../support/aws-stage";
import type { Stack } from "../../stack";
import { aws } from "../support/stacks";

const stage = awsStage();
const cluster = aws({ kubernetes });
const { image: _, ...withoutImage } = kubernetes;
const day = new Date("2027-08-02T00:00:00Z");

describe("a stack of servers", () => {
  test("is asked nothing about clusters", () => {
    const ids = [kubernetesVersion, containerImages, quotas].flatMap((ask) => ask(aws()).map(({ id }) => id));
    expect(ids.filter((id) => /cluster|kubernetes|container/.test(id))).toEqual([]);
    expect(nodesOf(aws())).toBeUndefined();
  });
});

describe("the quota on clusters", () => {
  const question = quotas(cluster).filter(({ id }) => id === "cluster-quota");
  const clusters = (limit: number, ...names: string[]) => {
    stage.fake.on(GetServiceQuotaCommand, ({ json }) =>
      json.ServiceCode === "eks" && json.QuotaCode === "L-1194D53C"
        ? { Quota: { Value: limit } }
        : new Refused("NoSuchResourceException"),
    );
    stage.fake.on(ListClustersCommand, { clusters: names });
  };

  test("leaves room, or does not", async () => {
    clusters(2, "payroll");
    expect(await stage.ask(question)).toMatchObject({ verdict: "ok" });
    clusters(2, "payroll", "shop");
    expect(await stage.ask(question)).toMatchObject({
      verdict: "failure",
      says: "there may be 2 EKS clusters; others use 2, and this stack needs 1",
    });
  });

  test("counts the stack's own cluster as its own", async () => {
    clusters(2, "payroll", "aws-stack-web");
    expect(await stage.ask(question)).toMatchObject({ verdict: "ok" });
  });
});

describe("the version of Kubernetes", () => {
  const ask = (versionStatus?: "EXTENDED_SUPPORT" | "STANDARD_SUPPORT" | "UNSUPPORTED") => {
    const found = { clusterVersion: version, endOfStandardSupportDate: day };
    stage.fake.on(DescribeClusterVersionsCommand, {
      clusterVersions: versionStatus === undefined ? [] : [{ ...found, versionStatus }],
    });
    return stage.ask(kubernetesVersion(cluster));
  };

  test("is offered, and until when", async () => {
    expect(await ask("STANDARD_SUPPORT")).toMatchObject({
      verdict: "ok",
      says: `EKS offers Kubernetes ${version} until 2027-08-02 at the plain price`,
    });
  });

  test("is one that AWS upgrades by itself, or does not have", async () => {
    expect(await ask("EXTENDED_SUPPORT")).toMatchObject({ verdict: "warning" });
    expect(await ask("UNSUPPORTED")).toMatchObject({ verdict: "failure" });
    expect(await ask()).toMatchObject({
      verdict: "failure",
      says: `EKS does not offer Kubernetes ${version} in us-east-1`,
    });
  });
});

describe("images of pods", () => {
  const asked: Record<string, unknown>[] = [];
  const answer = (stack: Stack) => {
    asked.length = 0;
    stage.fake.on(DescribeImagesCommand, ({ json }) => {
      asked.push(json);
      return { imageDetails: [{}] };
    });
    return stage.ask(containerImages(stack));
  };
  const names = (stack: Stack) => stack.all("aws_ecr_repository").map(({ name }) => String(name));

  test("are looked for by digest: the app's where `awsImage` says, others in the stack's repositories", async () => {
    expect(await answer(cluster)).toMatchObject({ verdict: "ok" });
    expect(asked).toContainEqual({
      registryId: "123456789012",
      repositoryName: "counter",
      imageIds: [{ imageDigest: `sha256:${"0".repeat(64)}` }],
    });
    for (const { registryId, repositoryName } of asked.slice(1)) {
      expect(registryId).toBeUndefined();
      expect(names(cluster)).toContain(repositoryName);
    }
  });

  test("are, without `awsImage`, all in the stack's repositories, Node's own among them", async () => {
    const stack = aws({ kubernetes: withoutImage });
    expect(await answer(stack)).toMatchObject({ verdict: "ok" });
    const [, digest] = nodeImage.split("@");
    expect(asked.flatMap(({ imageIds }) => imageIds)).toContainEqual({ imageDigest: digest });
    expect(
      asked
        .map(({ repositoryName }) => repositoryName)
        .filter((name) => !names(stack).includes(String(name))),
    ).toEqual([]);
  });

  test.each(["ImageNotFoundException", "RepositoryNotFoundException"])(
    "may come after the deployment that makes their repositories: %s is a warning",
    async (code) => {
      stage.fake.on(DescribeImagesCommand, new Refused(code));
      expect(await stage.ask(containerImages(cluster))).toMatchObject({
        verdict: "warning",
        says: expect.stringContaining("counter@sha256:000"),
      });
    },
  );
});

describe("nodes", () => {
  test("are counted in vCPUs, without those that the cluster has", async () => {
    stage.fake.on(GetServiceQuotaCommand, { Quota: { Value: 5 } });
    const of = (name: string) => ({
      InstanceType: "t3.medium" as const,
      Tags: [{ Key: "eks:eks-cluster-name", Value: name }],
    });
    stage.fake.on(DescribeInstancesCommand, {
      Reservations: [{ Instances: [of("aws-stack-web"), of("payroll")] }],
    });
    stage.fake.on(DescribeInstanceTypesCommand, {
      InstanceTypes: [{ InstanceType: "t3.medium", VCpuInfo: { DefaultVCpus: 2 } }],
    });
    const { vcpus: most } = nodesOf(cluster)!;
    expect(await stage.ask(vcpus(cluster))).toMatchObject({
      verdict: "failure",
      says: `there may be 5 vCPUs of standard instances; others use 2, and this stack needs 4, ${most} at most`,
    });
  });

  test("are asked about in every zone of theirs", () => {
    expect(instanceTypeInZones(cluster).map(({ asks }) => asks)).toEqual([
      "Can t3.medium be had in every zone that servers start in?",
    ]);
  });
});
