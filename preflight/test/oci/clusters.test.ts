import { models as clusterModels } from "oci-containerengine";
import { models as computeModels } from "oci-core";
import { models as identityModels } from "oci-identity";
import { models as limitModels } from "oci-limits";
import { models as searchModels } from "oci-resourcesearch";
import { describe, expect, test } from "@jest/globals";
import { okeVersion } from "../../../constructs/kubernetes";
import { kubernetesVersion } from "../../oci/clusters";
import { cores } from "../../oci/cores";
import { limits } from "../../oci/limits";
import { compartmentId, deploymentOf, ociStage } from "../support/oci-stage";
import { oci, ociCluster } from "../support/stacks";

const stage = ociStage();
const cluster = deploymentOf(ociCluster());
const own = { application: "counterpart", stack: "oci-stack" };

describe("a stack of servers", () => {
  test("is asked nothing about clusters", () => {
    const servers = deploymentOf(oci());
    expect(kubernetesVersion(servers)).toEqual([]);
    expect(limits(servers).map(({ id }) => id)).not.toContain("cluster-limit");
  });
});

describe("the version of Kubernetes", () => {
  const offers = (...kubernetesVersions: string[]) =>
    stage.fake.on("GET /20180222/clusterOptions/all", clusterModels.ClusterOptions, { kubernetesVersions });

  test("is offered", async () => {
    offers("v1.35.2", okeVersion);
    expect(await stage.ask(kubernetesVersion(cluster))).toMatchObject({ verdict: "ok" });
  });

  test("is another one than those that are offered", async () => {
    offers("v1.37.0", "v1.35.2");
    expect(await stage.ask(kubernetesVersion(cluster))).toMatchObject({
      verdict: "failure",
      says: `OKE offers Kubernetes v1.37.0, v1.35.2, and not ${okeVersion}`,
    });
  });
});

describe("the limit on enhanced clusters", () => {
  const question = limits(cluster).filter(({ id }) => id === "cluster-limit");
  const left = (available: number) =>
    stage.fake.on(
      "GET /20190729/services/container-engine/limits/enhanced-cluster-count/resourceAvailability",
      limitModels.ResourceAvailability,
      { available },
    );
  const there = (...tags: Record<string, string>[]) =>
    stage.fake.on("POST /20180409/resources", searchModels.ResourceSummaryCollection, {
      items: tags.map((freeformTags, index) => ({
        resourceType: "ClustersCluster",
        identifier: `ocid1.cluster.${index}`,
        compartmentId,
        freeformTags,
        lifecycleState: "ACTIVE",
      })),
    });

  test("leaves room, or does not", async () => {
    there();
    left(1);
    expect(await stage.ask(question)).toMatchObject({ verdict: "ok" });
    left(0);
    expect(await stage.ask(question)).toMatchObject({ verdict: "failure" });
  });

  test("is met by the cluster that the stack has", async () => {
    there(own);
    left(0);
    expect(await stage.ask(question)).toMatchObject({ verdict: "ok" });
  });
});

describe("the limit on cores", () => {
  const pools = (...tags: Record<string, string>[]) =>
    stage.fake.onList(
      "GET /20180222/nodePools",
      clusterModels.NodePoolSummary,
      tags.map((freeformTags) => ({
        freeformTags,
        lifecycleState: clusterModels.NodePoolLifecycleState.Active,
        nodeConfigDetails: { size: 1, placementConfigs: [] },
      })),
    );

  test("counts nodes, one more while they are replaced, and those that are there as the stack's", async () => {
    stage.fake.onList("GET /20160918/availabilityDomains", identityModels.AvailabilityDomain, [
      { name: "AD-1" },
    ]);
    stage.fake.onList("GET /20160918/shapes", computeModels.Shape, [
      { shape: "VM.Standard2.1", ocpus: 1, memoryInGBs: 15, quotaNames: ["standard2-core-count"] },
    ]);
    stage.fake.on(
      "GET /20190729/services/compute/limits/standard2-core-count/resourceAvailability",
      limitModels.ResourceAvailability,
      { available: 2 },
    );
    pools();
    expect(await stage.ask(cores(cluster))).toMatchObject({
      verdict: "failure",
      says: expect.stringContaining("the stack takes 3 more"),
    });
    pools(own, own, {});
    expect(await stage.ask(cores(cluster))).toMatchObject({
      verdict: "ok",
      says: expect.stringContaining("the stack takes 1 more"),
    });
  });
});
