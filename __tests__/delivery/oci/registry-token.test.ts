import { createVerify, generateKeyPairSync } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { SimpleAuthenticationDetailsProvider } from "oci-common";
import { registryToken } from "../../../delivery/oci/registry-token";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const user = new SimpleAuthenticationDetailsProvider("tenancy", "user", "00:11", pem, null);

/** Whether a request is signed, by OCI's rules, with the key above. */
function isSigned({ method, url, headers }: IncomingMessage): boolean {
  const fields = Object.fromEntries(
    [...(headers.authorization ?? "").matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
  ) as { headers?: string; signature?: string; keyId?: string };
  const lines = (fields.headers ?? "")
    .split(" ")
    .map((name) =>
      name === "(request-target)"
        ? `${name}: ${method!.toLowerCase()} ${url}`
        : `${name}: ${String(headers[name])}`,
    );
  const verify = createVerify("RSA-SHA256").update(lines.join("\n"));
  return fields.keyId === "tenancy/user/00:11" && verify.verify(publicKey, fields.signature ?? "", "base64");
}

describe("a token of OCI Registry", () => {
  let server: Server;
  let registry: string;
  let answer: object;
  const paths: string[] = [];

  beforeEach(async () => {
    answer = { token: "short-lived" };
    server = createServer((request, response) => {
      paths.push(request.url ?? "");
      response.statusCode = isSigned(request) ? 200 : 401;
      response.end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
  });

  test("is given for a request that the caller's key has signed", async () => {
    await expect(registryToken(user, registry)).resolves.toBe("short-lived");
    expect(paths.at(-1)).toBe("/20180419/docker/token");
  });

  test("is missed with the registry and its answer", async () => {
    const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const stranger = other.export({ type: "pkcs8", format: "pem" }).toString();
    const provider = new SimpleAuthenticationDetailsProvider("tenancy", "user", "00:11", stranger, null);
    await expect(registryToken(provider, registry)).rejects.toThrow(`${registry} answers 401`);
    answer = {};
    await expect(registryToken(user, registry)).rejects.toThrow(`${registry} answers 200`);
  });
});
