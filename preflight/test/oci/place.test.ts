import { generateKeyPairSync } from "node:crypto";
import { SimpleAuthenticationDetailsProvider } from "oci-common";
import { models } from "oci-identity";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { OciAccount } from "../../oci/account";
import { availabilityDomain } from "../../oci/domains";
import { explain } from "../../oci/explain";
import { compartmentActive, regionSubscribed, who } from "../../oci/who";
import { tenancyId, userId } from "../support/oci-fake";
import { compartmentId, deploymentOf, ociStage, region } from "../support/oci-stage";
import { answerTo } from "../support/questions";
import { oci } from "../support/stacks";

const stage = ociStage();

describe("the tenancy", () => {
  beforeEach(() =>
    stage.fake.on("GET /20160918/tenancies/:id", models.Tenancy, {
      id: tenancyId,
      name: "acme",
      homeRegionKey: "IAD",
    }),
  );

  test("is told, with who asks", async () => {
    expect(await stage.ask([who])).toMatchObject({ verdict: "ok", says: `tenancy acme, as ${userId}` });
    expect(stage.fake.calls).toEqual([`GET /20160918/tenancies/${tenancyId}`]);
  });

  test("must be that of the stack", async () => {
    const credentials = { ...stage.fake.credentials, tenancyId: "ocid1.tenancy.oc1..other" };
    const account = new OciAccount(credentials, { tenancyId, compartmentId, region }, stage.fake.url);
    expect(await answerTo([who], { account, explain })).toMatchObject({ verdict: "failure" });
    expect(stage.fake.calls).toEqual([]);
  });

  test("knows who signs with another key not at all", async () => {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const key = privateKey.export({ type: "pkcs1", format: "pem" }) as string;
    const provider = new SimpleAuthenticationDetailsProvider(tenancyId, userId, "00:00", key, null);
    const account = new OciAccount(
      { provider, tenancyId },
      { tenancyId, compartmentId, region },
      stage.fake.url,
    );
    expect(await answerTo([who], { account, explain })).toMatchObject({ unanswered: "not known" });
    expect(stage.fake.forged).toHaveLength(1);
  });

  test("that does not answer is not reached", async () => {
    const account = new OciAccount(
      stage.fake.credentials,
      { tenancyId, compartmentId, region },
      "http://127.0.0.1:1",
    );
    expect(await answerTo([who], { account, explain })).toMatchObject({ unanswered: "not reached" });
  });
});

describe("the region", () => {
  const subscribed = (
    regionName: string,
    status: models.RegionSubscription.Status,
    isHomeRegion = false,
  ) => ({
    regionKey: regionName.slice(3, 6).toUpperCase(),
    regionName,
    status,
    isHomeRegion,
  });
  const { Ready, InProgress } = models.RegionSubscription.Status;
  const home = subscribed("eu-frankfurt-1", Ready, true);

  test.each([
    [[home, subscribed(region, Ready)], "ok", "us-ashburn-1 is there, and the home region is eu-frankfurt-1"],
    [
      [home, subscribed(region, InProgress)],
      "failure",
      "the tenancy's subscription to us-ashburn-1 is not ready",
    ],
    [[home], "failure", "the tenancy has not subscribed to us-ashburn-1, but to eu-frankfurt-1"],
  ])("%#: %s", async (items, verdict, says) => {
    stage.fake.onList("GET /20160918/tenancies/:id/regionSubscriptions", models.RegionSubscription, items);
    expect(await stage.ask([regionSubscribed])).toMatchObject({
      verdict,
      says: expect.stringContaining(says),
    });
  });
});

describe("the compartment", () => {
  test.each([
    [models.Compartment.LifecycleState.Active, "ok"],
    [models.Compartment.LifecycleState.Deleting, "failure"],
  ])("that is %s: %s", async (lifecycleState, verdict) => {
    stage.fake.on("GET /20160918/compartments/:id", models.Compartment, {
      id: compartmentId,
      compartmentId: tenancyId,
      name: "counterpart",
      description: "one of its own",
      timeCreated: new Date(0),
      lifecycleState,
    });
    expect(await stage.ask([compartmentActive])).toMatchObject({ verdict });
    expect(stage.fake.calls).toEqual([`GET /20160918/compartments/${compartmentId}`]);
  });
});

describe("the availability domain", () => {
  const only = (name: string) => availabilityDomain(deploymentOf(oci(), { availability_domain: name }));

  test.each([
    ["Uocm:US-ASHBURN-AD-1", "ok"],
    ["Uocm:PHX-AD-1", "failure"],
  ])("%s: %s", async (name, verdict) => {
    stage.fake.onList("GET /20160918/availabilityDomains", models.AvailabilityDomain, [
      { name: "Uocm:US-ASHBURN-AD-1" },
      { name: "Uocm:US-ASHBURN-AD-2" },
    ]);
    expect(await stage.ask(only(name))).toMatchObject({ verdict });
  });

  test("is not asked about where servers stand in all", () => {
    expect(availabilityDomain(deploymentOf(oci()))).toEqual([]);
  });
});
