import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, hostname, tmpdir, userInfo } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import { report, resourceManagerPackage } from "../../resource-manager/package";
import { counterApp } from "../../stacks/counter-app";
import { ociProviderSchema } from "../support/provider-schema";
import { type Configuration, schemaViolations } from "../support/schema-check";
import { validateFolderWithTerraform } from "../support/schema-provider";
import { testWith } from "../support/skip";

const zip = resourceManagerPackage();
const files = unzipSync(zip);
const json = strFromU8(files["cdk.tf.json"]!);
const configuration = JSON.parse(json) as Configuration & { terraform: Record<string, unknown> };

/** Functions that Terraform 1.5 has, as far as the stack uses any. */
const functions = new Set(
  "alltrue anytrue base64encode can coalesce concat contains element endswith flatten floor formatdate join jsonencode length lookup lower nonsensitive one regex regexall replace setintersection setunion sha256 slice split substr timeadd timestamp tonumber toset trimprefix trimspace try".split(
    " ",
  ),
);

describe("the package for Resource Manager", () => {
  test("holds Terraform and the form at its root, a .tf file beside the JSON, the artifact, the licence, and nothing else", () => {
    expect(Object.keys(files).sort()).toEqual([
      "LICENSE",
      expect.stringMatching(new RegExp(`^assets/.*/${counterApp.artifact.sha256}/counter\\.tar\\.gz$`)),
      "cdk.tf.json",
      "schema.yaml",
      "versions.tf",
    ]);
  });

  test("has the artifact where the JSON names it, with the bytes that were built", () => {
    const objects = Object.values(configuration.resource!.oci_objectstorage_object!);
    expect(objects).toHaveLength(1);
    for (const { source } of objects) expect(files).toHaveProperty([source as string]);
  });

  test("leaves the state to Resource Manager", () => {
    expect(configuration.terraform).not.toHaveProperty("backend");
    expect(json).not.toContain("tfstate");
  });

  test("needs no Terraform newer than Resource Manager's 1.5.7, and says so", () => {
    expect(strFromU8(files["versions.tf"]!)).toContain('required_version = ">= 1.5.0"');
    expect(Object.keys(configuration).sort()).toEqual(
      expect.arrayContaining(["output", "provider", "resource", "terraform", "variable"]),
    );
    for (const newer of ["ephemeral", "import", "removed", "check"])
      expect(configuration).not.toHaveProperty(newer);
    const expressions = [...json.matchAll(/[$]\{((?:[^{}]|\{[^{}]*\})*)\}/g)].map(([, inside]) => inside!);
    const called = expressions.flatMap((inside) =>
      [...inside.replace(/\\"(?:[^"\\]|\\[^"])*\\"/g, "").matchAll(/\b([a-z0-9_:]+)\(/g)].map(
        ([, name]) => name!,
      ),
    );
    expect(called.length).toBeGreaterThan(0);
    expect(called.filter((name) => !functions.has(name))).toEqual([]);
  });

  test("logs in as Resource Manager does: its providers are told a region and no more", () => {
    for (const provider of (configuration.provider as { oci: object[] }).oci)
      expect(Object.keys(provider).filter((key) => key !== "alias")).toEqual(["region"]);
  });

  test("is what the provider's schema asks for", () => {
    expect(schemaViolations(configuration, { oci: ociProviderSchema() })).toEqual([]);
  });

  test("is smaller than the 11 MB that the console takes", () => {
    expect(zip.length).toBeLessThan(11 * 1024 * 1024);
  });

  test("is the same to the byte each time", () => {
    expect(Buffer.from(resourceManagerPackage()).equals(Buffer.from(zip))).toBe(true);
  });

  test("bears no trace of the machine that made it", () => {
    const root = join(__dirname, "../..");
    const traces = [root, tmpdir(), homedir(), hostname(), `${userInfo().username}@`].filter(
      (trace) => trace.length > 4,
    );
    const texts = Object.entries(files).filter(([name]) => !name.endsWith(".gz"));
    for (const [name, bytes] of texts)
      for (const trace of traces) expect([name, strFromU8(bytes).includes(trace)]).toEqual([name, false]);
  });

  test("tells what it holds and what to do with it", () => {
    const text = report("dist/oci-stack.zip", zip);
    for (const name of Object.keys(files)) expect(text).toContain(name);
    expect(text).toContain("oci resource-manager stack create");
    const [, variables] = /--variables '(.+)'/.exec(text)!;
    const required = Object.entries(configuration.variable!)
      .filter(([, variable]) => !Object.hasOwn(variable as object, "default"))
      .map(([name]) => name);
    expect(Object.keys(JSON.parse(variables!) as object)).toEqual(required);
    expect(text).toContain("oci resource-manager job create-apply-job");
  });

  describe("unpacked in an empty folder", () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), "counterpart-unpacked-"));
      for (const [name, bytes] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), bytes);
      }
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    testWith("terraform", "is valid to Terraform, a schema standing in for the provider", async () => {
      expect(await validateFolderWithTerraform(folder, "oracle/oci", ociProviderSchema())).toEqual([]);
    });
  });
});
