import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, test } from "@jest/globals";
import { countOf, textOf } from "../../oci/computed";
import { variablesOf } from "../../oci/variables";
import { Stack } from "../../stack";
import { oci } from "../support/stacks";

const stack = oci();
const place = { tenancy_ocid: "t", compartment_ocid: "c", region: "r" };
const sha = (text: string) => createHash("sha256").update(text).digest("hex");

describe("variables", () => {
  test("have the stack's defaults", () => {
    expect(variablesOf(stack, place, {})).toMatchObject({
      ...place,
      shape: { instanceShape: "VM.Standard2.1", ocpus: 1, memory: 15 },
      create_identity: true,
      database_ecpus: 2,
    });
  });

  test("come from the environment, in the type that the stack declares", () => {
    const environment = {
      TF_VAR_create_identity: "false",
      TF_VAR_database_ecpus: "4",
      TF_VAR_shape: '{ instanceShape = "VM.Standard.E5.Flex", ocpus = 2 }',
      TF_VAR_domain_name: "4",
    };
    expect(variablesOf(stack, place, environment)).toMatchObject({
      create_identity: false,
      database_ecpus: 4,
      shape: { instanceShape: "VM.Standard.E5.Flex", ocpus: 2 },
      domain_name: "4",
    });
  });

  test("come from files over the environment, and from the command line over all", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "counterpart-variables-"));
    try {
      writeFileSync(
        path.join(folder, "terraform.tfvars.json"),
        JSON.stringify({ region: "file", domain_name: "a", alarm_email: "x" }),
      );
      writeFileSync(path.join(folder, "b.auto.tfvars.json"), JSON.stringify({ domain_name: "b" }));
      writeFileSync(path.join(folder, "a.auto.tfvars.json"), JSON.stringify({ domain_name: "c" }));
      writeFileSync(path.join(folder, "other.json"), JSON.stringify({ domain_name: "d" }));
      const given = { tenancy_ocid: "t", compartment_ocid: "c", alarm_email: "given" };
      const environment = { TF_VAR_region: "environment", TF_VAR_alarm_email: "environment" };
      expect(variablesOf(new Stack(stack.json, folder), given, environment)).toMatchObject({
        region: "file",
        domain_name: "b",
        alarm_email: "given",
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    [{}, /^`(compartment_ocid|region|tenancy_ocid)` must have a value: set `TF_VAR_/],
    [
      { ...place, database_ecpus: "many" },
      /^`database_ecpus` must be a value of the type number, got "many"$/,
    ],
  ])("%j are refused", (given, message) => {
    expect(() => variablesOf(stack, given, {})).toThrow(message);
  });
});

describe("what Terraform works out", () => {
  const variables = {
    ...place,
    shape: { instanceShape: "VM.Standard2.1" },
    flag: true,
    empty: "",
    given: "x",
    number: 2,
  };

  test.each([
    ["plain", "plain"],
    ["${var.region}", "r"],
    ["${var.number}", "2"],
    ["${var.shape.instanceShape}", "VM.Standard2.1"],
    ["a-${substr(sha256(var.compartment_ocid), 0, 8)}-b", `a-${sha("c").slice(0, 8)}-b`],
    [
      'a${substr(sha256(join("/", [var.compartment_ocid, var.region, "x/y"])), 2, 6)}',
      `a${sha("c/r/x/y").slice(2, 8)}`,
    ],
    ["${oci_core_vcn.network.id}", undefined],
    ['a-${formatdate("YYYY", timestamp())}', undefined],
    [undefined, undefined],
  ])("%j is %j", (value, expected) => {
    expect(textOf(value, variables)).toBe(expected);
  });

  test.each([
    [undefined, 1],
    ["${var.flag ? 1 : 0}", 1],
    ["${var.empty ? 1 : 0}", 0],
    ["${(length(var.empty) < 1) ? 1 : 0}", 1],
    ["${(length(var.given) < 1) ? 1 : 0}", 0],
    ["${(length(var.given) >= 1) ? 1 : 0}", 1],
    ["${(length(var.empty) >= 1) ? 1 : 0}", 0],
  ])("a count of %j is %d", (count, expected) => {
    expect(countOf(count, variables)).toBe(expected);
  });

  test("in the stack are all names that are asked about", () => {
    const wanted = [
      ["oci_identity_dynamic_group", "name"],
      ["oci_identity_policy", "name"],
      ["oci_objectstorage_bucket", "name"],
      ["oci_ons_notification_topic", "name"],
      ["oci_logging_log_group", "display_name"],
      ["oci_database_autonomous_database", "db_name"],
    ] as const;
    for (const [type, argument] of wanted)
      for (const resource of stack.all(type))
        expect(textOf(resource[argument], variables)).toMatch(/^[a-z0-9-]+$/);
  });
});
