import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { WorkloadIdentity } from "../../src/credentials/workload-identity";
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

/** Modules that open the source: that of the artifact, with the SDK that is bundled there, and the one that is written now. */
const modules = {
  artifact: () => {
    const chunk = readdirSync(artifact.path).find((name) => /^oci-.*\.mjs$/.test(name)) ?? "";
    return [path.join(artifact.path, chunk)];
  },
  source: () => [
    path.resolve(__dirname, "../../src/credentials/oci.ts"),
    `--import=${pathToFileURL(require.resolve("tsx")).href}`,
  ],
};

/** Asks for a secret in the pod: what it got, or why not. */
async function ask(of: keyof typeof modules, environment: Record<string, string> = {}): Promise<unknown> {
  const [module = "", ...loader] = modules[of]();
  const program = `
    const loaded = await import(process.env.MODULE);
    const { open } = loaded.default ?? loaded;
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
  const { stdout } = await run(process.execPath, [...loader, "--input-type=module", "-e", program], {
    env: { ...pod.environment, MODULE: module, ...environment },
  });
  return JSON.parse(stdout.trim().split("\n").at(-1) ?? "");
}

describe.each(["artifact", "source"] as const)(
  "a pod of OKE, by its %s, reads a password from OCI Vault",
  (of) => {
    test("with its workload's identity, from a cluster whose authority nobody else knows", async () => {
      await expect(ask(of)).resolves.toEqual({
        user: "WEBAPP",
        password: "of the vault",
        version: `${secretId} 3`,
      });
    });

    test("after the cluster refused it for a moment", async () => {
      pod.refusals.push(500, 503);
      await expect(ask(of)).resolves.toMatchObject({ password: "of the vault" });
    });

    test("not with a token that the cluster does not take, and with the next one that is mounted", async () => {
      pod.mountToken("of yesterday");
      await expect(ask(of)).resolves.toMatch(/it answered 401$/);
      pod.mountToken(pod.accountToken);
      await expect(ask(of)).resolves.toMatchObject({ password: "of the vault" });
    });

    test("not in a cluster without identities for workloads, and says what lacks", async () => {
      await expect(ask(of, { KUBERNETES_SERVICE_PORT_PROXYMUX: "" })).resolves.toMatch(
        /Enhanced OKE clusters/,
      );
    });
  },
);

test("outside of a pod there is no identity of a workload", async () => {
  await expect(WorkloadIdentity.open()).rejects.toThrow("`KUBERNETES_SERVICE_HOST`");
});
