import { describe, expect, test } from "@jest/globals";
import { strFromU8, unzipSync } from "fflate";
import { resourceManagerPackage } from "../resource-manager/package";
import { counterApp } from "../stacks/counter-app";
import { ociProviderSchema } from "./support/provider-schema";
import { type Configuration, schemaViolations } from "./support/schema-check";

const zip = resourceManagerPackage();
const files = unzipSync(zip);
const configuration = JSON.parse(strFromU8(files["cdk.tf.json"]!)) as Configuration & {
  terraform: Record<string, unknown>;
};

describe("the package for Resource Manager", () => {
  test("holds Terraform at its root, a .tf file beside it, and the artifact", () => {
    expect(Object.keys(files).sort()).toEqual([
      expect.stringMatching(new RegExp(`^assets/.*/${counterApp.artifact.sha256}/counter\\.tar\\.gz$`)),
      "cdk.tf.json",
      "versions.tf",
    ]);
  });

  test("has the artifact where the JSON names it", () => {
    const objects = Object.values(configuration.resource!.oci_objectstorage_object!);
    for (const { source } of objects) expect(files).toHaveProperty([source as string]);
    expect(objects).toHaveLength(1);
  });

  test("leaves the state to Resource Manager", () => {
    expect(configuration.terraform).not.toHaveProperty("backend");
    expect(strFromU8(files["cdk.tf.json"]!)).not.toContain("tfstate");
  });

  test("needs no Terraform newer than Resource Manager's 1.5.7, and says so", () => {
    expect(strFromU8(files["versions.tf"]!)).toContain('required_version = ">= 1.5.0"');
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
});
