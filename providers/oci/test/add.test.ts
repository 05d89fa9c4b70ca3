import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { addSchemas } from "../tools/add-schemas";
import { extendSubset, reduceSubset } from "../tools/extend-subset";
import { packageFolders } from "../tools/package-folders";
import { providerAddress, toTerraform, type Schema } from "../tools/provider-schemas";
import { readSchemaFile } from "../tools/schema-source";
import { readSubset, writeSubset } from "../tools/schema-subset";
import { inOwnFolders, schemaWith, smallSubset } from "./support/small-subset";

const more = { oci_core_volume: schemaWith("name"), "data.oci_core_volumes": schemaWith("state") };
const printed = (
  schemas: Readonly<Record<string, Schema>> = { ...smallSubset.schemas, ...more },
  versions: object = {},
) =>
  JSON.stringify({
    format_version: "1.0",
    provider_schemas: { [providerAddress]: toTerraform({ provider: smallSubset.provider, schemas }) },
    ...versions,
  });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "oci-add-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const sourceOf = (text: string | Buffer) => {
  const file = join(folder, "schema.json");
  writeFileSync(file, text);
  return readSchemaFile(file);
};
const add = (names: string[], text: string | Buffer = printed(), version?: string) =>
  extendSubset(smallSubset, sourceOf(text), names, version);

describe("adding", () => {
  test("writes one file for each new name and leaves the others as they were", () => {
    const subset = join(folder, "subset");
    writeSubset(subset, smallSubset);
    const before = readFileSync(join(subset, "resources", "oci_core_vcn.json"), "utf8");
    writeSubset(subset, add(["oci_core_volume", "data.oci_core_volumes"]));
    expect(readdirSync(join(subset, "resources"))).toEqual(["oci_core_vcn.json", "oci_core_volume.json"]);
    expect(readdirSync(join(subset, "data-sources"))).toEqual([
      "oci_core_images.json",
      "oci_core_volumes.json",
    ]);
    expect(readFileSync(join(subset, "resources", "oci_core_vcn.json"), "utf8")).toBe(before);
    expect(readSubset(subset)).toEqual(add(["oci_core_volume", "data.oci_core_volumes"]));
  });

  test("reads a compressed schema", () => {
    expect(add(["oci_core_volume"], gzipSync(printed()))).toEqual(add(["oci_core_volume"]));
  });

  test("takes a name that is there already as a wish to refresh it", () => {
    expect(add(["oci_core_vcn"])).toEqual(smallSubset);
  });

  test("answers an unknown name with near matches", () => {
    expect(() => add(["oci_core_volum"])).toThrow(
      "`oci_core_volum` is not in the given schema; did you mean `oci_core_volume`, `data.oci_core_volumes`",
    );
  });

  test("finds the data source of which someone gave the resource's name", () => {
    expect(() => add(["oci_core_images"])).toThrow("did you mean `data.oci_core_images`");
  });

  test("names every unknown name at once, and the form of a name where nothing is near", () => {
    expect(() => add(["oci_core_volum", "bucket"])).toThrow(
      /`bucket` is not .*`oci_<type>`.*\n`oci_core_volum` is not/,
    );
  });
});

describe("the version of a subset", () => {
  const changed = printed({ ...smallSubset.schemas, oci_core_vcn: schemaWith("compartment_ocid") });

  test("stays when the given schema does not contradict it", () => {
    expect(add(["oci_core_volume"]).version).toBe("8.28.0");
  });

  test("must be told when the given schema differs from what is there", () => {
    expect(() => add(["data.oci_core_images"], changed)).toThrow(
      "`--provider-version` must say which version the given schema is of, since it is not the subset's 8.28.0: `oci_core_vcn` differ",
    );
  });

  test("changes for all schemas together", () => {
    const subset = add([], changed, "8.30.1");
    expect(subset.version).toBe("8.30.1");
    expect(subset.schemas["oci_core_vcn"]).toEqual(schemaWith("compartment_ocid"));
  });

  test("is read from a schema that knows it, and must then be the one that was told", () => {
    const versioned = printed(undefined, { provider_versions: { [providerAddress]: "8.29.0" } });
    expect(add([], versioned).version).toBe("8.29.0");
    expect(() => add([], versioned, "8.30.0")).toThrow(
      "`--provider-version` must be the version of the given schema, 8.29.0; got 8.30.0",
    );
  });

  test("is three numbers", () => {
    expect(() => add([], printed(), "~> 8.0")).toThrow(
      "`--provider-version` must be of the form 8.28.0; got ~> 8.0",
    );
  });

  test("cannot change while the subset has a schema that the new version dropped", () => {
    expect(() => add([], printed(more), "9.0.0")).toThrow(
      "`oci_core_vcn` is in the subset, but the given schema no longer has it: `remove` it first",
    );
  });
});

describe("removing", () => {
  test("takes out what is named and its file", () => {
    writeSubset(folder, smallSubset);
    writeSubset(folder, reduceSubset(smallSubset, ["data.oci_core_images"]));
    expect(Object.keys(readSubset(folder).schemas)).toEqual(["oci_core_vcn"]);
    expect(readdirSync(join(folder, "data-sources"))).toEqual([]);
  });

  test("answers a name that is not there with near matches", () => {
    expect(() => reduceSubset(smallSubset, ["oci_core_vnc"])).toThrow(
      "`oci_core_vnc` is not in the subset; did you mean `oci_core_vcn`?",
    );
  });
});

describe("a schema file", () => {
  test("must be about oracle/oci", () => {
    const other = { provider_schemas: { "registry.terraform.io/hashicorp/aws": {} } };
    expect(() => sourceOf(JSON.stringify(other))).toThrow(
      /must hold the schema of `oracle\/oci`.*it has registry.terraform.io\/hashicorp\/aws/,
    );
    expect(() => sourceOf("{}")).toThrow("it has no `provider_schemas`");
  });
});

describe("the command", () => {
  const runAdd = (args: string[], environment: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, ["-r", "tsx/cjs", join(__dirname, "..", "tools", "add.ts"), ...args], {
      encoding: "utf8",
      env: { ...process.env, ...environment },
    });

  test("adds from a file beside the person who typed it, builds, and says where the class is", () =>
    inOwnFolders(async (folders) => {
      writeSubset(folders.schema, smallSubset);
      writeFileSync(join(folder, "schema.json"), printed());
      const answer = await addSchemas(folders, ["oci_core_volume", "--schema", "schema.json"], folder);
      expect(answer).toEqual([
        "oci_core_volume is at @cdktf/provider-oci/lib/core-volume",
        "The subset has 3 schemas of oracle/oci 8.28.0.",
      ]);
      expect(existsSync(join(folders.lib, "core-volume", "index.js"))).toBe(true);
    }));

  test("fails with the answer alone", () => {
    const subset = readSubset(packageFolders.schema);
    const everything = JSON.stringify({ provider_schemas: { [providerAddress]: toTerraform(subset) } });
    writeFileSync(join(folder, "schema.json"), everything);
    const { status, stderr } = runAdd(["oci_core_vnc", "--schema", "schema.json"], { INIT_CWD: folder });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^`oci_core_vnc` is not in the given schema; did you mean `oci_core_vcn`.*\n$/);
  });

  test("says how to go on where Terraform is not installed", () => {
    const { status, stderr } = runAdd(["oci_core_volume"], { TERRAFORM_BINARY_NAME: "no-such-terraform" });
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /`no-such-terraform init .*` failed; without a registry, pass `--schema <file>`.*\n.*ENOENT/,
    );
  });
});
