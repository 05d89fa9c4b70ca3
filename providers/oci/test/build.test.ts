import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "@jest/globals";
import { buildBindings, isUpToDate, type BindingFolders } from "../tools/bindings";
import { generate, versionConstraint } from "../tools/generate";
import { packageFolders } from "../tools/package-folders";
import { writeSubset } from "../tools/schema-subset";
import { inOwnFolders, schemaWith, smallSubset } from "./support/small-subset";

/** Builds in a process of its own. */
const buildElsewhere = (folders: BindingFolders, environment: NodeJS.ProcessEnv = {}) => {
  const bindings = JSON.stringify(join(__dirname, "..", "tools", "bindings.ts"));
  const script = `void require(${bindings}).buildBindings(${JSON.stringify(folders)})`;
  const env = { ...process.env, ...environment };
  return promisify(execFile)(process.execPath, ["-r", "tsx/cjs", "-e", script], { cwd: __dirname, env });
};

test("the bindings of this checkout are those of its schema", () => {
  expect(isUpToDate(packageFolders)).toBe(true);
});

test("a build makes one folder for each class and no index of all of them", () =>
  inOwnFolders(async (folders) => {
    writeSubset(folders.schema, smallSubset);
    await buildBindings(folders);
    const folder = readdirSync(folders.lib, { withFileTypes: true });
    const classes = folder.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
    expect(classes.sort()).toEqual(["core-vcn", "data-oci-core-images", "provider"]);
    expect(existsSync(join(folders.lib, "index.js"))).toBe(false);
    expect(readdirSync(join(folders.lib, "core-vcn")).sort()).toEqual(["index.d.ts", "index.js"]);
  }));

test("a build that is up to date does nothing, and a changed schema is noticed", () =>
  inOwnFolders(async (folders) => {
    writeSubset(folders.schema, smallSubset);
    expect(await buildBindings(folders)).toBe(true);
    expect(await buildBindings(folders)).toBe(false);

    const schemas = { oci_core_vcn: schemaWith("compartment_ocid"), oci_core_volume: schemaWith("name") };
    writeSubset(folders.schema, { ...smallSubset, schemas });
    expect(isUpToDate(folders)).toBe(false);
    expect(await buildBindings(folders)).toBe(true);
    expect(readFileSync(join(folders.lib, "core-vcn", "index.d.ts"), "utf8")).toContain(
      "compartmentOcid: string",
    );
    expect(existsSync(join(folders.lib, "core-volume", "index.js"))).toBe(true);
    expect(existsSync(join(folders.lib, "data-oci-core-images"))).toBe(false);
    expect(readdirSync(folders.staging)).toEqual([]);
  }));

test("bindings that someone deleted or stamped otherwise are built again", () =>
  inOwnFolders(async (folders) => {
    writeSubset(folders.schema, smallSubset);
    expect(isUpToDate(folders)).toBe(false);
    await buildBindings(folders);
    writeFileSync(join(folders.lib, "schema.sha256"), "of another generator");
    expect(isUpToDate(folders)).toBe(false);
    rmSync(folders.lib, { recursive: true });
    expect(await buildBindings(folders)).toBe(true);
  }));

test("two builds at once leave whole bindings", () =>
  inOwnFolders(async (folders) => {
    writeSubset(folders.schema, smallSubset);
    await Promise.all([buildElsewhere(folders), buildElsewhere(folders)]);
    expect(isUpToDate(folders)).toBe(true);
    expect(readdirSync(folders.staging)).toEqual([]);
  }));

test("a build that fails keeps the bindings that were there", () =>
  inOwnFolders(async (folders) => {
    writeSubset(folders.schema, smallSubset);
    await buildBindings(folders);
    writeFileSync(join(folders.schema, "resources", "oci_core_vcn.json"), "{");
    await expect(buildBindings(folders)).rejects.toThrow("JSON");
    expect(existsSync(join(folders.lib, "core-vcn", "index.js"))).toBe(true);
    expect(isUpToDate(folders)).toBe(false);
  }));

test("generating leaves the subset as it was", () =>
  inOwnFolders(async (folders) => {
    const before = structuredClone(smallSubset);
    await generate(smallSubset, folders.staging);
    expect(smallSubset).toEqual(before);
  }));

test("the constraint is the major version of the subset", () => {
  expect(versionConstraint("8.28.0")).toBe("~> 8.0");
});

test("a build is silent and does not run Terraform, installed or not", () =>
  inOwnFolders(async (folders) => {
    writeSubset(folders.schema, smallSubset);
    const terraform = join(folders.schema, "..", "terraform");
    writeFileSync(terraform, '#!/bin/sh\necho "$@" > "$0.ran"\n', { mode: 0o755 });
    expect(await buildElsewhere(folders, { TERRAFORM_BINARY_NAME: terraform })).toEqual({
      stdout: "",
      stderr: "",
    });
    expect(existsSync(`${terraform}.ran`)).toBe(false);
  }));
