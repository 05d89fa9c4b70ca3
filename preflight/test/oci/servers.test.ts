import { models } from "oci-core";
import { models as identity } from "oci-identity";
import { models as limits } from "oci-limits";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { cores } from "../../oci/cores";
import { capacity, shapeOffered } from "../../oci/shapes";
import { Refused, tenancyId } from "../support/oci-fake";
import { compartmentId, deploymentOf, ociStage } from "../support/oci-stage";
import { oci } from "../support/stacks";

const stage = ociStage();
const deployment = deploymentOf(oci());
const flexible = deploymentOf(oci(), {
  shape: '{ instanceShape = "VM.Standard.E5.Flex", ocpus = 2, memory = 16 }',
});
const domains = ["AD-1", "AD-2"];
const own = { application: "counterpart", stack: "oci-stack" };

const shape = (
  name: string,
  ocpus: number,
  memoryInGBs: number,
  more: Partial<models.Shape> = {},
): models.Shape => ({
  shape: name,
  ocpus,
  memoryInGBs,
  ...more,
});
const standard21 = shape("VM.Standard2.1", 1, 15, { quotaNames: ["standard2-core-count"] });
const standard22 = shape("VM.Standard2.2", 2, 30);
const e5 = shape("VM.Standard.E5.Flex", 1, 12, {
  isFlexible: true,
  quotaNames: ["standard-e5-core-count", "standard-e5-memory-count"],
});
const arm = shape("VM.Standard.A1.Flex", 1, 6, { isFlexible: true });
const micro = shape("VM.Standard.E2.1.Micro", 1, 1);
const gpu = shape("VM.GPU2.1", 12, 72);
const metal = shape("BM.Standard2.52", 52, 768);

/** Shapes that each domain offers. */
function offered(byDomain: Readonly<Record<string, models.Shape[]>>): void {
  stage.fake.onList(
    "GET /20160918/shapes",
    models.Shape,
    ({ query }) => byDomain[query.get("availabilityDomain")!] ?? [],
  );
}

beforeEach(() =>
  stage.fake.onList(
    "GET /20160918/availabilityDomains",
    identity.AvailabilityDomain,
    domains.map((name) => ({ name })),
  ),
);

describe("the shape", () => {
  test.each([
    [{ "AD-1": [standard21, e5], "AD-2": [standard21] }, "ok", "is offered in AD-1 and AD-2"],
    [{ "AD-1": [standard21], "AD-2": [e5] }, "failure", "is not offered in AD-2"],
  ])("%#: %s", async (byDomain, verdict, says) => {
    offered(byDomain);
    expect(await stage.ask(shapeOffered(deployment))).toMatchObject({
      verdict,
      says: expect.stringContaining(says),
    });
  });

  test("is looked for in the one domain that was chosen", async () => {
    offered({ "AD-1": [standard21] });
    const one = deploymentOf(oci(), { availability_domain: "AD-1" });
    expect(await stage.ask(shapeOffered(one))).toMatchObject({ verdict: "ok" });
  });
});

describe("capacity", () => {
  const { Available, OutOfHostCapacity } = models.CapacityReportShapeAvailability.AvailabilityStatus;
  const asked: { domain: unknown; compartment: unknown; shapes: { instanceShape: string }[] }[] = [];

  /** Shapes that can be had in each domain. */
  function canBeHad(byDomain: Readonly<Record<string, string[]>>): void {
    asked.length = 0;
    stage.fake.on("POST /20160918/computeCapacityReports", models.ComputeCapacityReport, ({ body }) => {
      const shapes = body.shapeAvailabilities as { instanceShape: string }[];
      const domain = String(body.availabilityDomain);
      asked.push({ domain, compartment: body.compartmentId, shapes });
      return {
        compartmentId: tenancyId,
        availabilityDomain: domain,
        timeCreated: new Date(0),
        shapeAvailabilities: shapes.map(({ instanceShape }) => ({
          instanceShape,
          availabilityStatus: byDomain[domain]?.includes(instanceShape) ? Available : OutOfHostCapacity,
        })),
      };
    });
  }

  test("is reported for each domain, of the tenancy", async () => {
    canBeHad({ "AD-1": ["VM.Standard2.1"], "AD-2": ["VM.Standard2.1"] });
    expect(await stage.ask(capacity(deployment))).toMatchObject({
      verdict: "ok",
      says: "VM.Standard2.1 can be had in AD-1 and AD-2",
    });
    expect(asked).toEqual(
      domains.map((domain) => ({
        domain,
        compartment: tenancyId,
        shapes: [{ instanceShape: "VM.Standard2.1" }],
      })),
    );
  });

  test("of a flexible shape is asked for with its size", async () => {
    canBeHad({});
    offered({});
    await stage.ask(capacity(flexible));
    expect(asked[0]!.shapes).toEqual([
      { instanceShape: "VM.Standard.E5.Flex", instanceShapeConfig: { ocpus: 2, memoryInGBs: 16 } },
    ]);
  });

  test("that lacks is no failure, and names the nearest shape that can be had", async () => {
    offered({ "AD-2": [metal, gpu, micro, arm, standard22, e5, standard21] });
    canBeHad({ "AD-1": ["VM.Standard2.1"], "AD-2": ["VM.Standard.A1.Flex", "VM.GPU2.1", "VM.Standard2.2"] });
    expect(await stage.ask(capacity(deployment))).toMatchObject({
      verdict: "warning",
      says: "OCI has no capacity for VM.Standard2.1 in AD-2 now; VM.Standard2.2 can be had there",
    });
    // One of the same size first, then larger ones, those for special purposes last; no machine without a hypervisor.
    expect(asked.at(-1)!.shapes.map(({ instanceShape }) => instanceShape)).toEqual([
      "VM.Standard.E5.Flex",
      "VM.Standard2.2",
      "VM.Standard.A1.Flex",
      "VM.Standard.E2.1.Micro",
      "VM.GPU2.1",
    ]);
  });

  test("may lack altogether", async () => {
    offered({ "AD-1": [standard21, e5] });
    canBeHad({});
    expect(await stage.ask(capacity(deployment))).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining("in AD-1 and AD-2 now; no shape like it can be had there"),
    });
  });

  test("that may not be asked for is a warning that names the right", async () => {
    stage.fake.refuse("POST /20160918/computeCapacityReports", new Refused(404, "NotAuthorizedOrNotFound"));
    expect(await stage.ask(capacity(deployment))).toMatchObject({
      verdict: "warning",
      unanswered: "not permitted",
      fix: expect.stringContaining("manage compute-capacity-reports in tenancy"),
    });
  });
});

describe("the limits on cores", () => {
  const { Running } = models.InstancePoolSummary.LifecycleState;
  const pool = (
    size: number,
    freeformTags: Record<string, string>,
    lifecycleState = Running,
  ): models.InstancePoolSummary => ({
    id: "ocid1.instancepool.oc1.iad.aaaa",
    compartmentId,
    instanceConfigurationId: "ocid1.instanceconfiguration.oc1.iad.aaaa",
    size,
    timeCreated: new Date(0),
    availabilityDomains: domains,
    lifecycleState,
    freeformTags,
  });
  const pools = (...items: models.InstancePoolSummary[]) =>
    stage.fake.onList("GET /20160918/instancePools", models.InstancePoolSummary, items);
  const left = (byDomain: Readonly<Record<string, number>>) =>
    stage.fake.on(
      "GET /20190729/services/compute/limits/:name/resourceAvailability",
      limits.ResourceAvailability,
      ({ query }) => ({ used: 0, available: byDomain[query.get("availabilityDomain")!] ?? 0 }),
    );

  beforeEach(() => {
    offered({ "AD-1": [standard21, e5], "AD-2": [standard21, e5] });
    pools();
  });

  // Two servers at rest and four at most, in two domains, and as many beside them while they are replaced.
  test.each([
    [{ "AD-1": 4, "AD-2": 4 }, "ok"],
    [{ "AD-1": 4, "AD-2": 2 }, "warning"],
    [{ "AD-1": 4, "AD-2": 1 }, "failure"],
  ])("with %j left: %s", async (byDomain, verdict) => {
    left(byDomain);
    expect(await stage.ask(cores(deployment))).toMatchObject({ verdict });
    expect(stage.fake.calls).toContain(
      "GET /20190729/services/compute/limits/standard2-core-count/resourceAvailability",
    );
  });

  test("count the servers that are there already as the stack's", async () => {
    left({ "AD-1": 1, "AD-2": 1 });
    pools(pool(2, own), pool(9, {}), pool(9, own, models.InstancePoolSummary.LifecycleState.Terminated));
    expect(await stage.ask(cores(deployment))).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining("the stack takes 1 more, and 3 more at most"),
    });
  });

  test("of a flexible shape are those on OCPUs and on memory", async () => {
    const available: Record<string, number> = { "standard-e5-core-count": 8, "standard-e5-memory-count": 63 };
    for (const [name, number] of Object.entries(available))
      stage.fake.on(
        `GET /20190729/services/compute/limits/${name}/resourceAvailability`,
        limits.ResourceAvailability,
        {
          available: number,
        },
      );
    // Two servers in a domain at most, twice while they are replaced: 4 × 2 OCPUs, 4 × 16 GB.
    expect(await stage.ask(cores(flexible))).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining(
        "63 GB of VM.Standard.E5.Flex are left in AD-1: the stack takes 32 more, and 64 more at most",
      ),
    });
  });

  test("that OCI does not name are a warning", async () => {
    offered({ "AD-1": [shape("VM.Standard2.1", 1, 15)], "AD-2": [] });
    expect(await stage.ask(cores(deployment))).toMatchObject({
      verdict: "warning",
      says: expect.stringContaining("does not say which limits count"),
    });
  });
});
