import { models as certificates } from "oci-certificatesmanagement";
import { models as database } from "oci-database";
import { models as limitModels } from "oci-limits";
import { models as searchModels } from "oci-resourcesearch";
import { beforeEach, describe, expect, test } from "@jest/globals";
import { certificate } from "../../oci/certificate";
import { databaseName, databaseVersion } from "../../oci/database";
import { limits } from "../../oci/limits";
import { compartmentId, deploymentOf, ociStage } from "../support/oci-stage";
import { oci } from "../support/stacks";

const stage = ociStage();
const deployment = deploymentOf(oci());
const own = { application: "counterpart", stack: "oci-stack" };
const ofVault = { vault_ocid: "ocid1.vault.oc1.iad.aaaa", key_ocid: "ocid1.key.oc1.iad.aaaa" };

describe("limits", () => {
  const ask = (id: string, given = deployment) =>
    stage.ask(limits(given).filter((question) => question.id === id));
  const left = (service: string, name: string, available: number | undefined) =>
    stage.fake.on(
      `GET /20190729/services/${service}/limits/${name}/resourceAvailability`,
      limitModels.ResourceAvailability,
      available === undefined ? {} : { available },
    );
  const queries: unknown[] = [];
  const found = (...tags: Record<string, string>[]) =>
    stage.fake.on("POST /20180409/resources", searchModels.ResourceSummaryCollection, ({ body }) => {
      queries.push(body.query);
      return {
        items: tags.map((freeformTags, index) => ({
          resourceType: "any",
          identifier: `ocid1.any.${index}`,
          compartmentId,
          freeformTags,
          lifecycleState: "AVAILABLE",
        })),
      };
    });

  beforeEach(() => {
    queries.length = 0;
    found();
  });

  test("are those on what the stack has", () => {
    const ids = limits(deployment).map(({ id }) => id);
    expect(ids).toEqual([
      "vcn-limit",
      "load-balancer-limit",
      "load-balancer-bandwidth-limit",
      "database-ecpu-limit",
      "vault-limit",
    ]);
    expect(limits(deploymentOf(oci(), ofVault)).map(({ id }) => id)).not.toContain("vault-limit");
  });

  test.each([
    ["vcn-limit", "vcn", "vcn-count", 1],
    ["load-balancer-limit", "load-balancer", "lb-flexible-count", 1],
    ["load-balancer-bandwidth-limit", "load-balancer", "lb-flexible-bandwidth-sum", 10],
    ["database-ecpu-limit", "database", "atp-ecpu-count", 2],
    ["vault-limit", "kms", "virtual-vault-count", 1],
  ])("%s is %s's %s", async (id, service, name, needed) => {
    left(service, name, needed);
    expect(await ask(id)).toMatchObject({ verdict: "ok" });
    left(service, name, needed - 1);
    expect(await ask(id)).toMatchObject({ verdict: "failure", fix: expect.stringContaining(name) });
    // The stack has its own already, and nobody else's counts.
    found({ ...own, environment: "staging" }, { stack: "oci-stack" });
    expect(await ask(id)).toMatchObject({ verdict: "failure" });
    found(own);
    expect(await ask(id)).toMatchObject({
      verdict: "ok",
      says: expect.stringContaining("the stack takes 0 more"),
    });
    expect(queries.at(-1)).toMatch(
      /^query \w+ resources where compartmentId = 'ocid1\.compartment\.oc1\.\.aaaa'$/,
    );
  });

  test("that OCI does not count are a warning", async () => {
    left("kms", "virtual-vault-count", undefined);
    expect(await ask("vault-limit")).toMatchObject({ verdict: "warning" });
  });

  test("on ECPUs go by the number that was chosen", async () => {
    left("database", "atp-ecpu-count", 7);
    expect(await ask("database-ecpu-limit", deploymentOf(oci(), { database_ecpus: "8" }))).toMatchObject({
      verdict: "failure",
    });
  });
});

describe("the database", () => {
  test.each([
    ["26ai", "ok"],
    ["19c", "failure"],
  ])("in the release %s: %s", async (version, verdict) => {
    const workloads: (string | null)[] = [];
    stage.fake.onList(
      "GET /20160918/autonomousDbVersions",
      database.AutonomousDbVersionSummary,
      ({ query }) => {
        workloads.push(query.get("dbWorkload"));
        return [{ version: "26ai" }];
      },
    );
    const given = deploymentOf(oci(), { database_version: version });
    expect(await stage.ask(databaseVersion(given))).toMatchObject({ verdict });
    expect(workloads).toEqual(["OLTP"]);
  });

  const { Available, Terminated } = database.AutonomousDatabaseSummary.LifecycleState;
  // What Terraform makes of compartment, region and path.
  const name = "counter55f9d2";
  const databases = (dbName: string, freeformTags: Record<string, string>, lifecycleState = Available) =>
    stage.fake.onList("GET /20160918/autonomousDatabases", database.AutonomousDatabaseSummary, [
      {
        id: "ocid1.autonomousdatabase.oc1.iad.aaaa",
        compartmentId,
        dbName,
        freeformTags,
        lifecycleState,
        dataStorageSizeInTBs: 1,
      },
    ]);
  const wanted = () => /name (\w+) free/.exec(databaseName(deployment)[0]!.asks)![1]!;

  test("has a name that Terraform works out of variables", () => {
    expect(wanted()).toMatch(/^counter[0-9a-f]{6}$/);
    expect(wanted()).not.toBe(name);
    const elsewhere = databaseName(deploymentOf(oci(), { region: "us-phoenix-1" }));
    expect(elsewhere[0]!.asks).not.toContain(wanted());
  });

  test.each([
    ["another", {}, Available, "ok"],
    ["", {}, Available, "failure"],
    ["", own, Available, "ok"],
    ["", {}, Terminated, "ok"],
  ])("called %j, %#: %s", async (other, tags, state, verdict) => {
    databases(other || wanted().toUpperCase(), tags, state);
    expect(await stage.ask(databaseName(deployment))).toMatchObject({ verdict });
  });
});

describe("a certificate that was chosen", () => {
  const given = deploymentOf(oci(), {
    certificate_ocid: "ocid1.certificate.oc1.iad.aaaa",
    domain_name: "www.example.com",
  });
  const { Active, PendingDeletion } = certificates.CertificateLifecycleState;
  const inDays = (days: number) => new Date(Date.now() + days * 24 * 60 * 60 * 1000);
  const is = (
    commonName: string,
    lifecycleState: certificates.CertificateLifecycleState,
    names: string[],
    days = 60,
  ) =>
    stage.fake.on("GET /20210224/certificates/:id", certificates.Certificate, {
      id: "ocid1.certificate.oc1.iad.aaaa",
      name: "www",
      timeCreated: new Date(0),
      lifecycleState,
      compartmentId,
      configType: certificates.CertificateConfigType.Imported,
      subject: { commonName },
      currentVersion: {
        certificateId: "ocid1.certificate.oc1.iad.aaaa",
        versionNumber: 1,
        serialNumber: "01",
        timeCreated: new Date(0),
        stages: [certificates.VersionStage.Current],
        subjectAlternativeNames: names.map((value) => ({
          type: certificates.CertificateSubjectAlternativeName.Type.Dns,
          value,
        })),
        validity: { timeOfValidityNotBefore: new Date(0), timeOfValidityNotAfter: inDays(days) },
      },
    });

  test.each([
    ["www.example.com", Active, [], 60, "ok", "is active, for www.example.com"],
    ["example.com", Active, ["*.example.com"], 60, "ok", "is active"],
    ["example.com", Active, ["api.example.com"], 60, "failure", "visitors call www.example.com"],
    ["www.example.com", PendingDeletion, [], 60, "failure", "is PENDING_DELETION"],
    ["www.example.com", Active, [], 5, "warning", "ends on"],
  ])("for %s, %s, %j, %d days: %s", async (name, state, names, days, verdict, says) => {
    is(name, state, names, days);
    expect(await stage.ask(certificate(given))).toMatchObject({
      verdict,
      says: expect.stringContaining(says),
    });
  });

  test("is not asked about without one", () => {
    expect(certificate(deployment)).toEqual([]);
  });
});
