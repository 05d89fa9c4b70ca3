import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { OciStackProps } from "../../stacks/oci-stack-props";
import { profiles } from "../../stacks/profiles";
import { OciDeployment } from "../support/oci-deployment";
import { whyNoOciProvider } from "../support/terraform";

const missing = whyNoOciProvider();
const whereProviderIs = missing ? describe.skip : describe;

whereProviderIs(`a running OCI stack, with Oracle's provider${missing ? ` (${missing})` : ""}`, () => {
  let deployment: OciDeployment;
  const lab = { profile: profiles.lab };

  beforeEach(async () => {
    deployment = await OciDeployment.begin();
  });
  afterEach(() => deployment.end());

  test("takes no choice back that it was deployed with, and says which and why before it touches anything", async () => {
    const than = (network: object, database: object = {}): OciStackProps => ({
      ...lab,
      options: { network, database, web: {} },
    });
    await deployment.apply(lab);
    const sentences = [
      [lab, { region: "us-phoenix-1" }, '`region` must stay "us-ashburn-1",'],
      [lab, { database_version: "19c" }, '`database_version` must stay "26ai",'],
      [than({ cidrBlock: "10.2.0.0/16" }), {}, '`cidrBlock` must stay "10.0.0.0/16",'],
      [than({}, { databaseName: "visits" }), {}, "`databaseName` must stay"],
      [than({}, { workload: "AJD" }), {}, '`workload` must stay "OLTP",'],
    ] as const;
    deployment.plane.calls.length = 0;
    for (const [props, variables, sentence] of sentences)
      expect(await deployment.refusals(props, variables)).toEqual([expect.stringContaining(sentence)]);
    expect(deployment.plane.calls.filter((call) => !/^(GET|HEAD) /.test(call))).toEqual([]);
    expect(await deployment.plan(lab)).toEqual([]);
  }, 600_000);

  test("takes an upgrade of its database and a key for it, but no way back", async () => {
    const encryptionKey = { keyId: "ocid1.key.oc1.iad.own", vaultId: "ocid1.vault.oc1.iad.own" };
    await deployment.apply(lab, { database_version: "19c" });
    const withKey = { ...lab, options: { network: {}, database: { encryptionKey }, web: {} } };
    await deployment.apply(withKey);
    const [database] = deployment.plane.routes.inventory.all("autonomousdatabase");
    expect(database).toMatchObject({ dbVersion: "26ai", encryptionKey: { kmsKeyId: encryptionKey.keyId } });
    expect(await deployment.refusals(withKey, { database_version: "19c" })).toEqual([
      expect.stringContaining("`database_version` must stay"),
    ]);
    expect(await deployment.refusals(lab)).toEqual([
      expect.stringContaining(`(in cdktf.json \`ociCustomerKey\`) must stay "${encryptionKey.keyId}",`),
    ]);
  }, 600_000);

  test("remembers its next deployment where it was deployed before it remembered anything", async () => {
    await deployment.apply(lab);
    await deployment.forget("terraform_data.deployed-with");
    expect(await deployment.apply(lab)).toEqual([
      { address: "terraform_data.deployed-with", actions: ["create"] },
    ]);
    expect(await deployment.refusals(lab, { region: "us-phoenix-1" })).toHaveLength(1);
  }, 600_000);
});
