import { afterEach, expect, test } from "@jest/globals";
import { openCredentials } from "../../src/credentials";

const variables = ["KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT_PROXYMUX"] as const;
const saved = variables.map((name) => process.env[name]);
afterEach(() => {
  for (const [index, name] of variables.entries()) {
    if (saved[index] === undefined) delete process.env[name];
    else process.env[name] = saved[index];
  }
});

test("a source of credentials that could not be opened is opened anew by the next question", async () => {
  for (const name of variables) delete process.env[name];
  const read = openCredentials({
    source: "oci-vault",
    username: "WEBAPP",
    secretId: "ocid1.vaultsecret.oc1.eu-frankfurt-1.example",
    workloadRegion: "eu-frankfurt-1",
  });
  const failed = (why: string) => ({
    outcome: "unavailable",
    cause: { message: expect.stringContaining(why) },
  });
  await expect(read()).rejects.toMatchObject(failed("`KUBERNETES_SERVICE_HOST`"));
  process.env.KUBERNETES_SERVICE_HOST = "127.0.0.1";
  process.env.KUBERNETES_SERVICE_PORT_PROXYMUX = "1";
  // No pod, so that no service account is mounted.
  await expect(read()).rejects.toMatchObject(failed("serviceaccount/token"));
});
