import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { credentials } from "../../oci/credentials";
import { PreflightError } from "../../stack";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const key = privateKey.export({ type: "pkcs1", format: "pem" }) as string;
const folder = mkdtempSync(path.join(tmpdir(), "counterpart-oci-"));
const keyFile = path.join(folder, "key.pem");
const before = process.env.OCI_CONFIG_FILE;

beforeAll(() => {
  writeFileSync(keyFile, key);
  writeFileSync(path.join(folder, "token"), "a.session.token");
  const profile = (name: string, more: string) =>
    `[${name}]\ntenancy=ocid1.tenancy.oc1..${name}\nregion=eu-frankfurt-1\nfingerprint=00:11\nkey_file=${keyFile}\n${more}\n`;
  writeFileSync(
    path.join(folder, "config"),
    profile("DEFAULT", "user=ocid1.user.oc1..default") +
      profile("OTHER", "user=ocid1.user.oc1..other") +
      profile("SESSION", `user=session\nsecurity_token_file=${path.join(folder, "token")}`),
  );
  process.env.OCI_CONFIG_FILE = path.join(folder, "config");
});
afterAll(() => {
  rmSync(folder, { recursive: true });
  if (before === undefined) delete process.env.OCI_CONFIG_FILE;
  else process.env.OCI_CONFIG_FILE = before;
});

describe("credentials", () => {
  const given = {
    TF_VAR_tenancy_ocid: "ocid1.tenancy.oc1..given",
    TF_VAR_user_ocid: "ocid1.user.oc1..given",
    TF_VAR_fingerprint: "00:22",
  };

  test.each([
    [{ ...given, TF_VAR_private_key: key }],
    [{ ...given, TF_VAR_private_key_path: keyFile }],
    [{ ...given, TF_VAR_user_ocid: undefined, OCI_USER_OCID: "ocid1.user.oc1..given", OCI_PRIVATE_KEY: key }],
  ])("are those of the environment, %#", async (environment) => {
    const found = await credentials(environment);
    expect(found).toMatchObject({ tenancyId: given.TF_VAR_tenancy_ocid, userId: given.TF_VAR_user_ocid });
    expect(await found.provider.getKeyId()).toBe(`${found.tenancyId}/${found.userId}/00:22`);
  });

  test("are else those of the file, in the profile that is named", async () => {
    // Resource Manager's variable alone makes no credentials.
    const one = await credentials({ TF_VAR_tenancy_ocid: given.TF_VAR_tenancy_ocid });
    expect(one).toMatchObject({
      tenancyId: "ocid1.tenancy.oc1..DEFAULT",
      userId: "ocid1.user.oc1..default",
      region: "eu-frankfurt-1",
    });
    expect(await credentials({ TF_VAR_config_file_profile: "OTHER" })).toMatchObject({
      userId: "ocid1.user.oc1..other",
    });
    expect(await credentials({ OCI_CONFIG_FILE_PROFILE: "OTHER" })).toMatchObject({
      userId: "ocid1.user.oc1..other",
    });
  });

  test("may be a session's, whose user is in its token", async () => {
    const found = await credentials({ OCI_AUTH: "SecurityToken", OCI_CONFIG_FILE_PROFILE: "SESSION" });
    expect(found).toMatchObject({ tenancyId: "ocid1.tenancy.oc1..SESSION" });
    expect(found.userId).toBeUndefined();
    expect(await found.provider.getKeyId()).toBe("ST$a.session.token");
  });

  test.each([
    [{ OCI_AUTH: "Password" }, /`auth` must be ApiKey, .*got "password"$/],
    [{ OCI_CONFIG_FILE_PROFILE: "NONE" }, /no credentials of OCI were found: /],
  ])("%j are refused", async (environment, message) => {
    const asked = credentials(environment);
    await expect(asked).rejects.toThrow(PreflightError);
    await expect(asked).rejects.toThrow(message);
  });
});
