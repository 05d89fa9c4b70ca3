import { generateKeyPairSync } from "node:crypto";
import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { environmentFor } from "../../local/web-app";
import { runArtifact, serveArtifact, unpackArtifact } from "./support/artifact";
import { temporaryPostgres } from "./support/database";
import { jsonService, rawService } from "./support/service";

const run = promisify(execFile);

/** What is proven about drivers and SDKs elsewhere, proven about their bundled form here: bundling can break either. */
let artifact: { path: string; remove(): void };
beforeAll(async () => {
  artifact = await unpackArtifact();
});
afterAll(() => artifact.remove());

test("the artifact logs in with what AWS Secrets Manager answers, and logs nothing but JSON", async () => {
  const postgres = await temporaryPostgres();
  const { user: username, password } = postgres;
  const service = await jsonService(() => [200, { SecretString: JSON.stringify({ username, password }) }]);
  const environment = { ...environmentFor(postgres), DB_USER: "", DB_PASSWORD: "" };
  const command = runArtifact(artifact.path, ["migrate"], {
    ...environment,
    DB_CREDENTIALS: "aws-secrets-manager",
    DB_SECRET_ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:rds!db-1-AbCdEf",
    AWS_ENDPOINT_URL_SECRETS_MANAGER: service.url,
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
  });
  const code = await command.ended;
  await Promise.all([service.stop(), postgres.stop()]);
  expect(command.output()).toContain("the schema is there");
  expect(code).toBe(0);
  for (const line of command.output().trim().split("\n"))
    expect(() => JSON.parse(line) as unknown).not.toThrow();
  expect(command.output()).not.toContain(password);
});

test("the artifact reads a password from OCI Vault", async () => {
  const service = await jsonService(() => [
    200,
    {
      versionNumber: 7,
      secretBundleContent: {
        contentType: "BASE64",
        content: Buffer.from("from the vault").toString("base64"),
      },
    },
  ]);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const chunk = readdirSync(artifact.path).find((name) => /^oci-.*\.mjs$/.test(name)) ?? "";
  const program = `
    const { open } = await import(process.env.CHUNK);
    const provider = {
      getKeyId: async () => "tenancy/user/12:34",
      getPrivateKey: () => process.env.KEY,
      getPassphrase: () => null,
    };
    const config = { source: "oci-vault", username: "ADMIN", secretId: "ocid1.vaultsecret.oc1.iad.example" };
    const read = await open(config, { provider, endpoint: process.env.ENDPOINT });
    console.log(JSON.stringify(await read()));
    process.exit();`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", program], {
    env: {
      CHUNK: path.join(artifact.path, chunk),
      KEY: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
      ENDPOINT: service.url,
    },
  });
  await service.stop();
  expect(JSON.parse(stdout)).toEqual({
    user: "ADMIN",
    password: "from the vault",
    version: "ocid1.vaultsecret.oc1.iad.example 7",
  });
});

test("the artifact serves without its Oracle Database, and says so", async () => {
  const listener = await rawService((socket) => void socket.resetAndDestroy());
  const server = await serveArtifact(artifact.path, {
    DB_DRIVER: "oracledb",
    DB_CONNECT_STRING: `localhost:${listener.port}/free`,
    DB_CREDENTIALS: "env",
    DB_USER: "counter",
    DB_PASSWORD: "canary",
  });
  const [visit, health] = await Promise.all([fetch(server.url), fetch(`${server.url}/health`)]);
  expect([visit.status, health.status]).toEqual([503, 503]);
  server.process.kill("SIGTERM");
  await expect(server.ended).resolves.toBe(0);
  expect(server.output()).toMatch(/NJS-\d+/);
  expect(server.output()).not.toContain("canary");
  await listener.stop();
});
