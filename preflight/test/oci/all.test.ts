import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { explain } from "../../oci/explain";
import { ociPreflight, questions } from "../../oci/preflight";
import { askAll } from "../../ask";
import { report } from "../../preflight";
import { PreflightError } from "../../stack";
import { tenancyId } from "../support/oci-fake";
import { compartmentId, deploymentOf, ociStage, region } from "../support/oci-stage";
import { oci, ociCluster } from "../support/stacks";

const stage = ociStage();

/** Inputs with which the stack asks all questions. */
const everything = {
  availability_domain: "AD-1",
  vault_ocid: "ocid1.vault.oc1.iad.aaaa",
  key_ocid: "ocid1.key.oc1.iad.aaaa",
  certificate_ocid: "ocid1.certificate.oc1.iad.aaaa",
  domain_name: "www.example.com",
};
const place = { tenancy_ocid: tenancyId, compartment_ocid: compartmentId, region };
const preflight = (given = {}) =>
  ociPreflight(
    oci(),
    { ...place, ...given },
    { credentials: stage.fake.credentials, endpoint: stage.fake.url },
  );

const ofCluster = questions(deploymentOf(ociCluster()));
const all = [
  ...questions(deploymentOf(oci(), everything)),
  ...questions(deploymentOf(oci())).filter(({ id }) => id === "vault-limit"),
  ...ofCluster.filter(({ id }) => ["kubernetes-version", "cluster-limit"].includes(id)),
];

describe("every question", () => {
  test("is there", async () => {
    const { first } = await preflight();
    expect(first.map(({ id }) => id)).toEqual(["tenancy", "region", "compartment"]);
    expect(all.map(({ id }) => id)).toEqual([
      "availability-domain",
      "shape",
      "capacity",
      "image",
      "core-limit",
      "vcn-limit",
      "load-balancer-limit",
      "load-balancer-bandwidth-limit",
      "database-ecpu-limit",
      "database-version",
      "database-name",
      "vault",
      "secret-names",
      "certificate",
      "may-manage-dynamic-groups",
      "may-manage-policies",
      "dynamic-group-name",
      "policy-names",
      "bucket-name",
      "topic-name",
      "log-group-name",
      "vault-limit",
      "kubernetes-version",
      "cluster-limit",
    ]);
  });

  test.each(all)("$id is a warning to who may not ask, and names the right", async (question) => {
    const { fix, ...answer } = await stage.ask([question]);
    expect(answer).toMatchObject({ verdict: "warning", unanswered: "not permitted" });
    expect(question.needs).not.toEqual([]);
    for (const right of question.needs) expect(fix).toContain(right);
  });

  test("has its place on the page about them", async () => {
    const page = readFileSync(path.join(__dirname, "../../../docs/preflight.md"), "utf8");
    const [, ofOci = ""] = /## What OCI is asked([^]*)/.exec(page) ?? [];
    for (const { id } of [...(await preflight()).first, ...all]) expect(ofOci).toContain(`\`${id}\``);
  });

  test("is one that a person asks, with a page of Oracle's", () => {
    for (const { asks, link } of all) {
      expect(asks).toMatch(/\?$/);
      expect(link).toMatch(/^https:\/\/docs\.oracle\.com\//);
    }
  });

  test("looks only: what is no GET is a search or a report", async () => {
    await askAll(all, { account: stage.account, explain }, 5_000);
    const changing = stage.fake.calls.filter((call) => !call.startsWith("GET "));
    expect(new Set(changing)).toEqual(
      new Set(
        ["POST /20180409/resources", "POST /20160918/computeCapacityReports"].filter((call) =>
          changing.includes(call),
        ),
      ),
    );
  });
});

describe("a tenancy", () => {
  test("that tells nothing is asked on, and its report has no failure", async () => {
    const { answers } = await report(await preflight());
    expect(new Set(answers.map(({ verdict, unanswered }) => `${verdict}, ${unanswered}`))).toEqual(
      new Set(["warning, not permitted"]),
    );
    expect(answers.length).toBeGreaterThan(15);
  });

  test("is not asked about without a place to deploy to", async () => {
    const access = { credentials: stage.fake.credentials, endpoint: stage.fake.url };
    await expect(ociPreflight(oci(), {}, access)).rejects.toThrow(PreflightError);
  });
});
