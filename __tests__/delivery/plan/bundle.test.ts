import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { unzipSync, zipSync } from "fflate";
import { type Expected, type Manifest, pack, unpack } from "../../../delivery/plan/bundle";

const key = Buffer.alloc(32, 7).toString("base64");
const about = { cloud: "aws", environment: "production", commit: "1".repeat(40) } as const;
const expected: Expected = { ...about, hours: 24 };

describe("the bundle of a plan", () => {
  let root: string;
  let target: string;
  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "counterpart-bundle-"));
    target = path.join(root, "there/stack");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const bundle = (madeAt = new Date().toISOString(), encryptedWith?: string) => {
    const folder = path.join(root, "here");
    mkdirSync(path.join(folder, "assets"), { recursive: true });
    for (const name of ["tfplan", ".terraform.lock.hcl", "assets/app.txt"])
      writeFileSync(path.join(folder, name), name);
    return pack(folder, { ...about, madeAt }, encryptedWith);
  };
  /** The same bundle, with other files beside its manifest; the manifest's digests stay unless they are made anew. */
  const forged = (files: Readonly<Record<string, string>>, digests: boolean) => {
    const zip = unzipSync(bundle());
    const manifest = JSON.parse(Buffer.from(zip["manifest.json"]!).toString()) as Manifest;
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
    const made = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, sha256(text)]));
    const told = { ...manifest, files: { ...manifest.files, ...(digests && made) } };
    const bytes = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)]));
    return zipSync({ ...zip, ...bytes, "manifest.json": Buffer.from(JSON.stringify(told)) });
  };

  test("is unpacked as it was packed, for its user's eyes alone", () => {
    expect(unpack(bundle(), target, expected, undefined)).toMatchObject(about);
    const asset = path.join(target, "assets/app.txt");
    expect([readFileSync(asset, "utf8"), statSync(asset).mode & 0o777]).toEqual(["assets/app.txt", 0o600]);
  });

  test.each([
    ["cloud", "oci"],
    ["environment", "staging"],
    ["commit", "2".repeat(40)],
  ])("is refused where its %s is another", (name, value) => {
    expect(() => unpack(bundle(), target, { ...expected, [name]: value }, undefined)).toThrow(
      `the plan's ${name} must be ${value}`,
    );
  });

  test("is refused once it is too old, or of a time that is none", () => {
    const yesterday = new Date(Date.now() - 25 * 3_600_000).toISOString();
    for (const madeAt of [yesterday, "some day"])
      expect(() => unpack(bundle(madeAt), target, expected, undefined)).toThrow("younger than 24 hours");
  });

  test.each([
    ["was changed", { "cdk.tf.json": "{}", tfplan: "another plan" }],
    ["was added", { "cdk.tf.json": "{}" }],
  ])("is refused where a file in it %s", (_, files) => {
    expect(() => unpack(forged(files, false), target, expected, undefined)).toThrow(
      /in the plan is not what its manifest says/,
    );
    expect(existsSync(target)).toBe(false);
  });

  test("writes nothing outside of the stack's folder, whatever its manifest says", () => {
    expect(() => unpack(forged({ "../escaped.txt": "x" }, true), target, expected, undefined)).toThrow(
      "would be written outside",
    );
    expect(existsSync(path.join(root, "there/escaped.txt"))).toBe(false);
  });

  test("must be encrypted where there is a key: a readable one could be anybody's", () => {
    expect(unpack(bundle(undefined, key), target, expected, key)).toMatchObject(about);
    expect(() => unpack(bundle(), target, expected, key)).toThrow("the plan must be encrypted");
  });
});
