import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { type Assets, assets, checksums, notes } from "../../release/assets";

const root = join(__dirname, "../..");

interface BillOfMaterials {
  readonly bomFormat: string;
  readonly components: readonly { readonly name: string; readonly group?: string }[];
}

describe("a release", () => {
  let files: Assets;
  beforeAll(async () => {
    files = await assets();
  });
  const textOf = (name: string) => Buffer.from(files.get(name)!).toString();

  test("has the package, the artifact, its bill of materials and the checksums of all three", () => {
    const names = ["oci-stack.zip", "counter.tar.gz", "counter.cdx.json"];
    expect([...files.keys()]).toEqual([...names, "SHA256SUMS"]);
    const digest = (name: string) => createHash("sha256").update(files.get(name)!).digest("hex");
    expect(textOf("SHA256SUMS")).toBe(names.map((name) => `${digest(name)}  ${name}\n`).join(""));
  });

  test("lists in CycloneDX what the artifact bundles, and none of the tools that made it", () => {
    const { bomFormat, components } = JSON.parse(textOf("counter.cdx.json")) as BillOfMaterials;
    expect(bomFormat).toBe("CycloneDX");
    const listed = components.map(({ group, name }) => (group ? `${group}/${name}` : name));
    // Each heading in the artifact's file of licences is a package that went into it.
    const licences = execFileSync(
      "tar",
      ["-xzOf", join(root, "webapp/dist/counter.tar.gz"), "THIRD_PARTY_LICENCES.txt"],
      { encoding: "utf8", maxBuffer: 2 ** 26 },
    );
    const bundled = [
      "fastify",
      "pg",
      "oracledb",
      "pino",
      "zod",
      "@aws-sdk/client-secrets-manager",
      "oci-common",
    ];
    expect(bundled.filter((name) => !listed.includes(name))).toEqual([]);
    expect(bundled.filter((name) => !licences.includes(name))).toEqual([]);
    expect(["jest", "esbuild", "cdktf", "typescript"].filter((name) => listed.includes(name))).toEqual([]);
  });

  test("names no folder of the machine that built it", () => {
    expect(textOf("counter.cdx.json")).not.toContain(root);
  });

  test("has a button and a way to verify that fit whoever's repository it is, also a fork's", () => {
    const text = notes("https://github.com/someone/their-fork", "v1.2.0");
    const asset = "https://github.com/someone/their-fork/releases/download/v1.2.0/oci-stack.zip";
    expect(text).toContain(encodeURIComponent(asset));
    expect(text).toContain("gh attestation verify oci-stack.zip --repo someone/their-fork");
    expect(text).not.toContain("OWNER");
  });

  test.each(["", "github.com/someone/counterpart", "https://github.com/someone"])(
    "needs a repository's address, which %j is not",
    (address) => {
      expect(() => notes(address, "v1.2.0")).toThrow("`repository` must be the address of a repository");
    },
  );

  test("has checksums that sha256sum reads", () => {
    expect(checksums(new Map([["a.txt", Buffer.from("a\n")]]))).toBe(
      "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7  a.txt\n",
    );
  });
});
