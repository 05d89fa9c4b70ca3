import { generateKeyPairSync } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { Region, SimpleAuthenticationDetailsProvider } from "oci-common";
import { open } from "../../src/credentials/oci";
import { jsonService, type Question, type Service } from "../support/service";

const config = {
  source: "oci-vault",
  username: "ADMIN",
  secretId: "ocid1.vaultsecret.oc1.eu-frankfurt-1.example",
} as const;
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const provider = new SimpleAuthenticationDetailsProvider(
  "ocid1.tenancy.oc1..example",
  "ocid1.user.oc1..example",
  "12:34",
  key,
  null,
  Region.EU_FRANKFURT_1,
);

let content: string;
let status: number;
let questions: Question[];
let service: Service;
beforeEach(async () => {
  questions = [];
  status = 200;
  content = Buffer.from("pässword").toString("base64");
  service = await jsonService((question) => {
    questions.push(question);
    if (status !== 200) return [status, { code: "NotAuthorizedOrNotFound", message: "no such secret" }];
    return [
      200,
      {
        secretId: config.secretId,
        versionNumber: 1,
        secretBundleContent: { contentType: "BASE64", content },
      },
    ];
  });
});
afterEach(() => service.stop());

describe("credentials from OCI Vault", () => {
  test("are the user of the configuration and the secret's decoded content", async () => {
    const read = await open(config, { provider, endpoint: service.url });
    await expect(read()).resolves.toEqual({
      user: "ADMIN",
      password: "pässword",
      version: `${config.secretId} 1`,
    });
    expect(questions[0]?.request.url).toBe(`/20190301/secretbundles/${config.secretId}`);
    expect(questions[0]?.request.headers.authorization).toMatch(/^Signature version="1"/);
  });

  test("are asked for again each time", async () => {
    const read = await open(config, { provider, endpoint: service.url });
    await read();
    content = Buffer.from("rotated").toString("base64");
    await expect(read()).resolves.toMatchObject({ password: "rotated" });
  });

  test("are an error when the service refuses", async () => {
    status = 404;
    const read = await open(config, { provider, endpoint: service.url });
    await expect(read()).rejects.toMatchObject({ statusCode: 404 });
  });

  test("are an error when the secret is empty", async () => {
    content = "";
    const read = await open(config, { provider, endpoint: service.url });
    await expect(read()).rejects.toThrow("must have base64 content");
  });

  test("are asked for by the workload's identity on OKE, and not by that of the node, which may be another's", async () => {
    const onOke = { ...config, workloadRegion: "eu-frankfurt-1" };
    // This process is in no cluster, of which the workload's identity complains at once.
    await expect(open(onOke)).rejects.toThrow(/as Enhanced OKE clusters set them/);
  });
});
