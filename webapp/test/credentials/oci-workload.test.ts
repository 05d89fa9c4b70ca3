import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { unpackArtifact } from "../support/artifact";
import { OkePod } from "../support/oke";

const run = promisify(execFile);
const secretId = "ocid1.vaultsecret.oc1.eu-frankfurt-1.example";

let artifact: { path: string; remove(): void };
let pod: OkePod;
beforeAll(async () => {
  artifact = await unpackArtifact();
});
afterAll(() => artifact.remove());
beforeEach(async () => {
  pod = await OkePod.start();
});
afterEach(() => pod.stop());

/** Has the artifact ask for a secret in the pod: what it got, or why not. The SDK is the bundled one. */
async function ask(environment: Record<string, string> = {}): Promise<unknown> {
  const chunk = readdirSync(artifact.path).find((name) => /^oci-.*\.mjs$/.test(name)) ?? "";
  const program = `
    const { open } = await import(process.env.CHUNK);
    const config = {
      source: "oci-vault",
      username: "WEBAPP",
      secretId: "${secretId}",
      workloadRegion: "eu-frankfurt-1",
    };
    const answer = open(config).then((read) => read()).catch((error) => String(error.message ?? error));
    // The SDK asks again for minutes; whoever waits for credentials gives up after seconds, and opens them anew.
    const late = new Promise((resolve) => setTimeout(resolve, 10_000, "no answer"));
    console.log(JSON.stringify(await Promise.race([answer, late])));
    process.exit();`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
    env: { ...pod.environment, CHUNK: path.join(artifact.path, chunk), ...environment },
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

describe("a pod of OKE reads a password from OCI Vault", () => {
  test("with its workload's identity, from a cluster whose authority nobody else knows", async () => {
    await expect(ask()).resolves.toEqual({
      user: "WEBAPP",
      password: "of the vault",
      version: `${secretId} 3`,
    });
  });

  test("after the cluster refused it for a moment", async () => {
    pod.refusals.push(500, 503);
    await expect(ask()).resolves.toMatchObject({ password: "of the vault" });
  });

  test("not with a token that the cluster does not take, and with the next one that is mounted", async () => {
    pod.mountToken("of yesterday");
    await expect(ask()).resolves.toMatch(/it answered 401$/);
    pod.mountToken(pod.accountToken);
    await expect(ask()).resolves.toMatchObject({ password: "of the vault" });
  });

  test("not in a cluster without identities for workloads, and says what lacks", async () => {
    await expect(ask({ KUBERNETES_SERVICE_PORT_PROXYMUX: "" })).resolves.toMatch(/Enhanced OKE clusters/);
  });
});
