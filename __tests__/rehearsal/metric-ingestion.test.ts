import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { DefaultRequestSigner } from "oci-common";
import { OciControlPlane } from "../../rehearsal/oci/control-plane/control-plane";
import { atOnce } from "../../rehearsal/oci/control-plane/pace";
import { ask } from "./ask";

const compartmentId = "ocid1.compartment.oc1..a";
const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
const claims = {
  "request.principal.type": "workload",
  jwk: JSON.stringify(publicKey.export({ format: "jwk" })),
};
const statement = `allow any-user to use metrics in compartment id ${compartmentId} where all {request.principal.type = 'workload', target.metrics.namespace = 'app'}`;

const metric = (changes: object = {}, minutesAgo = 0) => ({
  namespace: "app",
  compartmentId,
  name: "visits",
  dimensions: { pod: "a" },
  datapoints: [{ timestamp: new Date(Date.now() - minutesAgo * 60_000).toISOString(), value: 1 }],
  ...changes,
});

describe("OCI Monitoring as it is played here", () => {
  let plane: OciControlPlane;
  beforeEach(async () => {
    plane = await OciControlPlane.start();
    await ask(plane, "POST identity 20160918/policies", { name: "pods", statements: [statement] });
  });
  afterEach(() => plane.close());

  /** Posts metrics, signed by Oracle's SDK with a session that ends in so many seconds. */
  async function post(metricData: readonly object[], seconds = 60) {
    const exp = Math.floor(Date.now() / 1_000) + seconds;
    const token = [{ alg: "RS256" }, { exp, ...claims }, {}]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const signer = new DefaultRequestSigner({
      getKeyId: () => Promise.resolve(`ST$${token}`),
      getPrivateKey: () => privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      getPassphrase: () => null,
    });
    const uri = "https://telemetry-ingestion.us-ashburn-1.oraclecloud.com/20180401/metrics";
    const headers = new Headers({ "content-type": "application/json" });
    await signer.signHttpRequest({ method: "POST", uri, headers, body: JSON.stringify({ metricData }) });
    const { status, body } = await ask(
      plane,
      "POST telemetry-ingestion 20180401/metrics",
      { metricData },
      Object.fromEntries(headers),
    );
    return [status, body.code ?? body.failedMetricsCount];
  }

  test("takes what keeps the rules, of whoever a policy names", async () => {
    await expect(post([metric()])).resolves.toEqual([200, 0]);
    expect(plane.routes.metrics).toHaveLength(1);
  });

  test("refuses a session that is over, and one that nothing is signed with", async () => {
    await expect(post([metric()], -1)).resolves.toEqual([401, "NotAuthenticated"]);
    const unsigned = await ask(plane, "POST telemetry-ingestion 20180401/metrics", {
      metricData: [metric()],
    });
    expect(unsigned.status).toBe(401);
  });

  test("hides a namespace, a compartment, and a policy that does not work yet", async () => {
    const hidden = [404, "NotAuthorizedOrNotFound"];
    await expect(post([metric(), metric({ namespace: "other" })])).resolves.toEqual(hidden);
    await expect(post([metric({ compartmentId: "ocid1.compartment.oc1..b" })])).resolves.toEqual(hidden);
    await plane.close();
    plane = await OciControlPlane.start({ ...atOnce, policyMs: 60_000 });
    await ask(plane, "POST identity 20160918/policies", { name: "pods", statements: [statement] });
    await expect(post([metric()])).resolves.toEqual(hidden);
  });

  test("takes 50 streams and not 51", async () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => metric({ dimensions: { pod: `${at}` } }));
    await expect(post(many(50))).resolves.toEqual([200, 0]);
    await expect(post(many(51))).resolves.toEqual([400, "InvalidParameter"]);
  });

  test.each([
    ["without a dimension", metric({ dimensions: {} })],
    ["with a space in a dimension", metric({ dimensions: { "the pod": "a" } })],
    ["with an empty dimension", metric({ dimensions: { pod: "" } })],
    ["with a digit in front of its name", metric({ name: "5xx" })],
    ["of two hours ago", metric({}, 121)],
    ["of the next quarter of an hour", metric({}, -11)],
  ])("refuses a metric %s, and takes those beside it", async (_, wrong) => {
    await expect(post([wrong])).resolves.toEqual([400, "InvalidParameter"]);
    await expect(post([wrong, metric()])).resolves.toEqual([200, 1]);
    expect(plane.routes.metrics).toHaveLength(1);
  });
});
