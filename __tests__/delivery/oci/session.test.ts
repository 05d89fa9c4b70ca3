import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { SessionAuthDetailProvider } from "oci-common";
import { sessionFrom, variablesOf } from "../../../delivery/oci/command";
import { audience, githubToken, openSession, type Session, withProfile } from "../../../delivery/oci/session";
import { githubJwt, IdentityDomain } from "./identity-domain";

const client = { id: "exchanger", secret: "the-exchange-secret" };
const subject = "repo:octo@1/counterpart@2:environment:oci-production";
const claims = { iss: "https://token.actions.githubusercontent.com", aud: audience, sub: subject };
const tenancyOcid = "ocid1.tenancy.oc1..aaaa";

describe("a session with OCI", () => {
  let folder: string;
  let domain: IdentityDomain;
  let domainUrl: string;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "counterpart-oci-"));
    domain = new IdentityDomain(client, { issuer: claims.iss, audience, subjects: [subject] });
    domainUrl = await domain.start();
  });
  afterEach(() => {
    domain.stop();
    rmSync(folder, { recursive: true });
  });

  const session = (secret = client.secret): Session => ({
    exchanger: { domainUrl, clientId: client.id, clientSecret: secret },
    tenancyOcid,
    region: "us-ashburn-1",
    profile: "DEFAULT",
    folder,
  });
  const refused = (given: Session, jwt: string) =>
    openSession(given, jwt).then(
      () => "not refused",
      (error: Error) => error.message,
    );

  test("is opened by a token of GitHub's, for a key that signs", async () => {
    await openSession(session(), githubJwt(claims));
    const key = createPrivateKey(readFileSync(path.join(folder, "sessions/DEFAULT/key.pem")));
    const half = createPublicKey(key).export({ type: "spki", format: "der" }).toString("base64");
    expect(domain.sessions).toEqual([half]);
  });

  test("is one that Oracle's own SDK reads", async () => {
    const file = await openSession(session(), githubJwt(claims));
    const provider = new SessionAuthDetailProvider(file, "DEFAULT");
    expect(await provider.getKeyId()).toBe("ST$upst-for-1");
    expect(provider.getRegion().regionId).toBe("us-ashburn-1");
    expect(createPrivateKey(provider.getPrivateKey()).asymmetricKeyType).toBe("rsa");
  });

  test("is for its user's eyes alone, also where a file was there before", async () => {
    const first = await openSession(session(), githubJwt(claims));
    const files = [first, ...["key.pem", "token"].map((name) => path.join(folder, "sessions/DEFAULT", name))];
    const modes = () => files.map((file) => statSync(file).mode & 0o777);
    expect(modes()).toEqual([0o600, 0o600, 0o600]);
    for (const file of files) chmodSync(file, 0o644);
    await openSession(session(), githubJwt(claims));
    expect(modes()).toEqual([0o600, 0o600, 0o600]);
  });

  test.each<[string, () => Promise<string>, RegExp]>([
    [
      "another secret",
      () => refused(session("wrong"), githubJwt(claims)),
      /401 invalid_client .*client id or its secret is wrong/,
    ],
    [
      "another subject",
      () => refused(session(), githubJwt({ ...claims, sub: "repo:octo/other:pull_request" })),
      /no trust takes this token/,
    ],
    [
      "another audience",
      () => refused(session(), githubJwt({ ...claims, aud: "sts.amazonaws.com" })),
      /no trust takes this token/,
    ],
    [
      "a token that has expired",
      () => refused(session(), githubJwt({ ...claims, exp: 1 })),
      /no trust takes this token/,
    ],
    [
      "somebody else's signature",
      () =>
        refused(session(), githubJwt(claims, generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey)),
      /no trust takes this token/,
    ],
  ])(
    "is refused with a sentence for %s, which holds neither token nor secret",
    async (_, attempt, sentence) => {
      const message = await attempt();
      expect(message).toMatch(sentence);
      expect(message).not.toMatch(/eyJ|wrong:|the-exchange-secret/);
    },
  );

  test("is not opened by another host that the domain's answer leads to, which gets neither token nor secret", async () => {
    const asked: string[] = [];
    const elsewhere = createServer(({ url }, response) => {
      asked.push(String(url));
      response.end(JSON.stringify({ token: "upst-of-somebody-else" }));
    });
    const moved = createServer((_, response) => {
      const { port } = elsewhere.address() as AddressInfo;
      response.writeHead(307, { location: `http://127.0.0.1:${port}/oauth2/v1/token` }).end();
    });
    for (const server of [elsewhere, moved]) await once(server.listen(0, "127.0.0.1"), "listening");
    domainUrl = `http://127.0.0.1:${(moved.address() as AddressInfo).port}`;
    expect(await refused(session(), githubJwt(claims))).toMatch(/^the identity domain \S+ does not answer/);
    expect(asked).toEqual([]);
    for (const server of [elsewhere, moved]) server.close();
  });

  test("says so where the domain does not answer", async () => {
    domain.stop();
    expect(await refused(session(), githubJwt(claims))).toMatch(
      /^the identity domain http:\S+ does not answer \(ECONNREFUSED\)$/,
    );
  });

  test("prints no token", async () => {
    const printed = (["log", "error", "warn"] as const).map((name) => jest.spyOn(console, name));
    await openSession(session(), githubJwt(claims));
    expect(printed.flatMap((spy) => spy.mock.calls)).toEqual([]);
    jest.restoreAllMocks();
  });
});

describe("the file of profiles", () => {
  test("keeps other profiles as they are", () => {
    const before = "[MINE]\nuser=me\n\n[DEFAULT]\nregion=old\n";
    expect(withProfile(before, "DEFAULT", { region: "new" })).toBe(
      "[MINE]\nuser=me\n\n[DEFAULT]\nregion=new\n",
    );
  });
});

describe("the job's token", () => {
  test("is asked of GitHub for the audience that the trust demands", async () => {
    const asked: string[] = [];
    const server = createServer(({ url, headers }, response) => {
      asked.push(`${url} ${headers.authorization}`);
      response.end(JSON.stringify({ value: "a-token" }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/token?v=1`;
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: "job" };
    expect(await githubToken(audience, env)).toBe("a-token");
    expect(asked).toEqual(["/token?v=1&audience=https%3A%2F%2Fcloud.oracle.com Bearer job"]);
    server.close();
  });

  test("takes a right that forks do not get", async () => {
    await expect(githubToken(audience, {})).rejects.toThrow("`id-token: write`");
  });
});

describe("Terraform", () => {
  test("finds the session by the names of the provider, and by those of its backend", () => {
    const variables = variablesOf({ profile: "DEFAULT", region: "us-ashburn-1" });
    for (const name of ["OCI_AUTH", "OCI_auth"]) expect(variables[name]).toBe("SecurityToken");
    for (const name of ["OCI_CONFIG_FILE_PROFILE", "OCI_config_file_profile"])
      expect(variables[name]).toBe("DEFAULT");
  });
});

describe("the variables of a session", () => {
  const env = {
    OCI_DOMAIN_URL: "https://idcs-1.identity.oraclecloud.com",
    OCI_CLIENT_ID: "id",
    OCI_CLIENT_SECRET: "secret",
    OCI_TENANCY_OCID: tenancyOcid,
    OCI_REGION: "us-ashburn-1",
    HOME: "/home/runner",
  };

  test("name the domain, the tenancy and the region", () => {
    expect(sessionFrom(env)).toMatchObject({ tenancyOcid, region: "us-ashburn-1", profile: "DEFAULT" });
    expect(sessionFrom(env).folder).toBe(path.join("/home/runner", ".oci"));
  });

  test.each(Object.keys(env).filter((name) => name !== "HOME"))("are refused without %s", (name) => {
    expect(() => sessionFrom({ ...env, [name]: "" })).toThrow(`\`${name}\` must be set`);
  });
});
