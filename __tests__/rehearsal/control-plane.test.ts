import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, test } from "@jest/globals";
import { OciControlPlane } from "../../rehearsal/oci/control-plane/control-plane";
import { atOnce } from "../../rehearsal/oci/control-plane/pace";
import { ask } from "./ask";

const workMs = 400;
const vcns = "iaas 20160918/vcns";
const balancers = "iaas 20170115/loadBalancers";
const refused = (code: string) => ({ status: 409, body: { code } });

describe("the control plane of OCI that is played here", () => {
  let plane: OciControlPlane;
  afterEach(() => plane.close());

  const created = async (call: string, body: object = {}) =>
    String((await ask(plane, call, { ...body })).body.id);
  const balancer = async (subnetIds: readonly string[] = []) => {
    const { headers } = await ask(plane, `POST ${balancers}`, { subnetIds });
    const request = await ask(
      plane,
      `GET iaas 20170115/loadBalancerWorkRequests/${String(headers["opc-work-request-id"])}`,
    );
    return { id: String(request.body.loadBalancerId), status: request.body.lifecycleState };
  };

  test("makes and takes away a network in states that take time, and refuses what comes meanwhile", async () => {
    plane = await OciControlPlane.start({ ...atOnce, workMs });
    const id = await created(`POST ${vcns}`, { cidrBlock: "10.0.0.0/16" });
    const state = async () => (await ask(plane, `GET ${vcns}/${id}`)).body.lifecycleState;
    expect(await state()).toBe("PROVISIONING");
    expect(await ask(plane, `PUT ${vcns}/${id}`, { displayName: "x" })).toMatchObject(
      refused("IncorrectState"),
    );
    expect(await ask(plane, `DELETE ${vcns}/${id}`)).toMatchObject(refused("IncorrectState"));
    await wait(workMs);
    expect(await state()).toBe("AVAILABLE");
    expect((await ask(plane, `DELETE ${vcns}/${id}`)).status).toBe(204);
    expect(await state()).toBe("TERMINATING");
    await wait(workMs);
    expect((await ask(plane, `GET ${vcns}/${id}`)).status).toBe(404);
  });

  test("changes a database in a state of its own", async () => {
    plane = await OciControlPlane.start({ ...atOnce, workMs });
    const path = "database 20160918/autonomousDatabases";
    const id = await created(`POST ${path}`, { dbName: "counter" });
    await wait(workMs);
    expect((await ask(plane, `PUT ${path}/${id}`, { computeCount: 4 })).body.lifecycleState).toBe("UPDATING");
    await wait(workMs);
    expect((await ask(plane, `GET ${path}/${id}`)).body).toMatchObject({
      lifecycleState: "AVAILABLE",
      computeCount: 4,
    });
  });

  test("changes a load balancer once at a time, each by a work request that goes on for a while", async () => {
    plane = await OciControlPlane.start({ ...atOnce, workMs });
    const { id, status } = await balancer();
    expect(status).toBe("IN_PROGRESS");
    const add = (name: string) => ask(plane, `POST ${balancers}/${id}/backendSets`, { name });
    expect(await add("early")).toMatchObject(refused("Conflict"));
    await wait(workMs);
    const { headers } = await add("one");
    const work = `GET iaas 20170115/loadBalancerWorkRequests/${String(headers["opc-work-request-id"])}`;
    expect((await ask(plane, work)).body.lifecycleState).toBe("IN_PROGRESS");
    expect((await add("two")).body.message).toBe(
      "Invalid State Transition of LB lifeCycle state from Updating to Updating",
    );
    await wait(workMs);
    expect((await ask(plane, work)).body.lifecycleState).toBe("SUCCEEDED");
    expect((await add("two")).status).toBe(204);
  });

  test("keeps a certificate that a listener shows", async () => {
    plane = await OciControlPlane.start();
    const { id } = await balancer();
    const part = (call: string, body: object) => ask(plane, `POST ${balancers}/${id}/${call}`, { ...body });
    await part("certificates", { certificateName: "mine" });
    await part("listeners", { name: "https", sslConfiguration: { certificateName: "mine" } });
    const certificate = `DELETE ${balancers}/${id}/certificates/mine`;
    expect(await ask(plane, certificate)).toMatchObject(refused("Conflict"));
    await ask(plane, `DELETE ${balancers}/${id}/listeners/https`);
    expect((await ask(plane, certificate)).status).toBe(204);
  });

  test("takes nothing away that something else stands on", async () => {
    plane = await OciControlPlane.start();
    const vcnId = await created(`POST ${vcns}`, { cidrBlock: "10.0.0.0/16" });
    const subnet = await created("POST iaas 20160918/subnets", { vcnId });
    expect(await ask(plane, `DELETE ${vcns}/${vcnId}`)).toMatchObject(refused("Conflict"));
    const { id } = await balancer([subnet]);
    expect(await ask(plane, `DELETE iaas 20160918/subnets/${subnet}`)).toMatchObject(refused("Conflict"));
    await ask(plane, `DELETE ${balancers}/${id}`);
    await ask(plane, `DELETE iaas 20160918/subnets/${subnet}`);
    expect((await ask(plane, `DELETE ${vcns}/${vcnId}`)).status).toBe(204);
  });

  test("hides a secret from a server until its dynamic group and its policy work", async () => {
    plane = await OciControlPlane.start({ ...atOnce, policyMs: workMs });
    const compartmentId = "ocid1.compartment.oc1..a";
    const server = await created("POST iaas 20160918/instances", { compartmentId, sourceDetails: {} });
    const secret = await created("POST vaults 20180608/secrets", { secretName: "password" });
    const read = (id = secret) =>
      ask(
        plane,
        `GET secrets 20190301/secretbundles/${id}`,
        {},
        {
          authorization: `Signature version="1",keyId="ST$${server}",algorithm="rsa-sha256"`,
        },
      );
    const matchingRule = `ALL {instance.compartment.id = '${compartmentId}'}`;
    await created("POST identity 20160918/dynamicGroups", { name: "servers", matchingRule });
    const statement = "allow dynamic-group servers to read secret-bundles in compartment id x where";
    await created("POST identity 20160918/policies", {
      name: "secrets",
      statements: [`${statement} target.secret.id = '${secret}'`],
    });
    expect(await read()).toMatchObject({ status: 404, body: { code: "NotAuthorizedOrNotFound" } });
    await wait(workMs);
    const { body } = await read();
    const { content } = body.secretBundleContent as { content: string };
    expect(Buffer.from(content, "base64").toString()).toBe(plane.routes.secretContentOf(secret));
    const other = await created("POST vaults 20180608/secrets", { secretName: "another" });
    expect((await read(other)).status).toBe(404);
  });

  test("answers one of so many requests with 429, and notes each with what there was after it", async () => {
    plane = await OciControlPlane.start({ ...atOnce, throttledEvery: 3 });
    for (let index = 0; index < 3; index++) await ask(plane, "POST telemetry 20180401/alarms");
    await ask(plane, "GET telemetry 20180401/alarms");
    expect(plane.ledger.entries).toMatchObject([
      { call: "POST telemetry 20180401/alarms", status: 200, alive: 1 },
      { status: 200, alive: 2 },
      { status: 429, alive: 2 },
      { call: "GET telemetry 20180401/alarms", status: 200 },
    ]);
  });
});
