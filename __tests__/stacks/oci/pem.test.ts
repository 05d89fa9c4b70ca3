import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import { TerraformStack, Testing } from "cdktf";
import { httpsInputs } from "../../../stacks/oci/inputs-web";
import { pemLines } from "../../../stacks/oci/pem";
import { testWith } from "../../support/skip";
import { resolve } from "../../support/synth";
import { TerraformFolder } from "../../support/terraform";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const { privateKey: elliptic } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const keys = {
  rsa: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
  pkcs8: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  ec: elliptic.export({ type: "sec1", format: "pem" }).toString(),
};
const pasted = Object.fromEntries(
  Object.entries(keys).flatMap(([kind, pem]) => [
    [kind, pem],
    [`${kind}_in_one_line`, pem.replaceAll("\n", "")],
    [`${kind}_with_blanks`, pem.replaceAll("\n", " ")],
    [`${kind}_of_windows`, pem.replaceAll("\n", "\r\n")],
  ]),
);

describe("a private key that goes through a field for passwords", () => {
  testWith("terraform", "has its lines again, and is left alone where it is none", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const given = { ...pasted, empty: "", other: "no key at all" };
    const folder = new TerraformFolder({
      locals: given,
      output: Object.fromEntries(
        Object.keys(given).map((name) => [name, { value: resolve(stack, pemLines(`local.${name}`)) }]),
      ),
    });
    folder.run("apply", "-auto-approve", "-input=false");
    const outputs = JSON.parse(folder.run("output", "-json")) as Record<string, { value: string }>;
    for (const [name, { value }] of Object.entries(outputs)) {
      if (name === "empty" || name === "other") expect(value).toBe(given[name]);
      else expect([name, value]).toEqual([name, keys[name.split("_")[0] as keyof typeof keys]]);
    }
    expect(createPrivateKey(outputs.ec_in_one_line!.value).asymmetricKeyType).toBe("ec");
  });

  test("is refused with a passphrase, which nobody could give", () => {
    const { pattern } = httpsInputs.private_key_pem.field;
    const encrypted = elliptic.export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: "x",
    });
    const matches = (text: string) => new RegExp(pattern, "u").test(text);
    expect(Object.entries(pasted).filter(([, text]) => !matches(text))).toEqual([]);
    expect(["", encrypted.toString(), "no key"].map(matches)).toEqual([true, false, false]);
  });
});
