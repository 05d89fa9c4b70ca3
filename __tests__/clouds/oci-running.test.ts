import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { OciStackProps } from "../../stacks/oci/stack-props";
import { profiles } from "../../stacks/context/profiles";
import { OciDeployment } from "../../rehearsal/oci/deployment";
import { ociKeeper, whyNoOciStack } from "../../rehearsal/machine/providers";

const missing = whyNoOciStack();
const whereTerraformIs = missing ? describe.skip : describe;

whereTerraformIs(`a running OCI stack, with ${ociKeeper()}${missing ? ` (${missing})` : ""}`, () => {
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

  /** Calls that changed something since the last time that this was asked, such as `PUT listeners/http`. */
  const changesOf = (...parts: string[]) =>
    deployment.plane.calls
      .splice(0)
      .map((call) => {
        const [, method, path] = /^(POST|PUT|DELETE) \S+ (.*)$/.exec(call) ?? [];
        const part = parts.find((name) => path?.includes(name));
        return method && part ? `${method} ${path!.slice(path!.indexOf(part))}` : "";
      })
      .filter(Boolean);

  const pem = (label: string, bytes: string) =>
    `-----BEGIN ${label}-----\n${bytes}\n-----END ${label}-----\n`;
  const certificate = (bytes: string) => ({
    certificate_pem: pem("CERTIFICATE", bytes),
    private_key_pem: pem("PRIVATE KEY", bytes),
    chain_pem: pem("CERTIFICATE", "CCCC"),
    domain_name: "www.example.com",
  });
  const balancer = () =>
    deployment.plane.routes.inventory.all("loadbalancer")[0] as {
      certificates: Record<string, { publicCertificate: string }>;
      listeners: Record<string, { ruleSetNames?: string[]; sslConfiguration?: { certificateName: string } }>;
    };
  /** The certificate that visitors are shown. */
  const shown = () =>
    balancer().certificates[balancer().listeners.https!.sslConfiguration!.certificateName]!.publicCertificate;

  test("is encrypted from the certificate to the redirect, and in the clear again the other way round", async () => {
    const parts = ["certificates", "listeners", "addSecurityRules", "removeSecurityRules"];
    await deployment.apply(lab);
    changesOf();
    await deployment.apply(lab, certificate("AAAA"));
    const on = changesOf(...parts);
    expect(on.toSorted()).toEqual([
      "POST addSecurityRules",
      "POST certificates",
      "POST listeners",
      "PUT listeners/http",
    ]);
    expect(on.indexOf("POST certificates")).toBeLessThan(on.indexOf("POST listeners"));
    expect(on.at(-1)).toBe("PUT listeners/http");
    expect(balancer().listeners.http!.ruleSetNames).toEqual(["redirect"]);

    await deployment.apply(lab);
    const off = changesOf(...parts);
    expect(off.map((call) => call.replace(/pem-\w+/, "<pem>")).toSorted()).toEqual([
      "DELETE certificates/<pem>",
      "DELETE listeners/https",
      "POST removeSecurityRules",
      "PUT listeners/http",
    ]);
    expect(off[0]).toBe("PUT listeners/http");
    expect(off.indexOf("DELETE listeners/https")).toBeLessThan(off.findIndex((call) => /pem-/.test(call)));
    expect(Object.keys(balancer().listeners)).toEqual(["http"]);
  }, 600_000);

  test("keeps its certificate where the balancer refuses the next, and takes the former one back", async () => {
    const { plane } = deployment;
    await deployment.apply(lab, certificate("AAAA"));
    plane.refused = /^PUT .*listeners\/https$/;
    await expect(deployment.apply(lab, certificate("BBBB"))).rejects.toThrow("refused: PUT");
    expect(shown()).toContain("AAAA");
    plane.refused = undefined;
    for (const bytes of ["AAAA", "BBBB", "AAAA"]) {
      await deployment.apply(lab, certificate(bytes));
      expect(shown()).toContain(bytes);
      expect(Object.keys(balancer().certificates)).toHaveLength(1);
      expect(await deployment.plan(lab, certificate(bytes))).toEqual([]);
    }
  }, 600_000);

  test("takes two blocks of addresses one by one, and gives them back so, and refuses both at once", async () => {
    const withBlocks = (...moreCidrBlocks: string[]): OciStackProps => ({
      ...lab,
      options: { network: { moreCidrBlocks }, database: {}, web: {} },
    });
    const [first, one, two] = ["10.0.0.0/16", "10.1.0.0/16", "10.2.0.0/16"] as const;
    const blocks = () => deployment.plane.routes.inventory.all("vcn")[0]!.cidrBlocks;
    const refusal = (now: string, then: string) => [
      expect.stringContaining(`It has ${now} and is to have ${then}: change one block`),
    ];
    await deployment.apply(lab);
    expect(await deployment.refusals(withBlocks(one, two))).toEqual(
      refusal(first, [first, one, two].join(", ")),
    );
    await deployment.apply(withBlocks(one));
    await deployment.apply(withBlocks(one, two));
    expect(blocks()).toEqual([first, one, two]);
    expect(await deployment.refusals(lab)).toEqual(refusal([first, one, two].join(", "), first));
    await deployment.apply(withBlocks(two));
    await deployment.apply(lab);
    expect(blocks()).toEqual([first]);
  }, 600_000);

  test("scales the servers that serve until their successors were judged", async () => {
    const { routes, calls } = deployment.plane;
    const pools = () => routes.inventory.all("instancepool").map(({ id }) => id);
    const scaled = () =>
      routes.inventory.all("autoscalingconfiguration").map(({ resource }) => (resource as { id: string }).id);
    await deployment.apply(lab);
    const [old] = pools();
    expect(scaled()).toEqual([old]);
    routes.health = "CRITICAL";
    const image = { image_ocid: "ocid1.image.oc1.iad.mine" };
    await expect(deployment.apply(lab, image)).rejects.toThrow(
      "new servers are not healthy, so the old ones stay",
    );
    expect(scaled()).toEqual(pools());
    expect(scaled()).toContain(old);
    routes.health = "OK";
    calls.length = 0;
    await deployment.apply(lab, { image_ocid: "ocid1.image.oc1.iad.next" });
    expect(scaled()).toEqual(pools());
    expect(pools()).toHaveLength(1);
    const end = calls.findIndex((call) => /^DELETE .*autoScalingConfigurations/.test(call));
    expect(end).toBeGreaterThan(calls.findLastIndex((call) => call.endsWith("/health")));
    expect(end).toBeGreaterThan(calls.findIndex((call) => /^POST .*autoScalingConfigurations$/.test(call)));
  }, 600_000);
});
