import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";

const root = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(root, file), "utf8");
const workflows = ["plan", "deploy", "drift", "destroy", "preview"]
  .map((name) => read(`.github/workflows/${name}.yml`))
  .join("\n");
const page = read("docs/delivery.md");

const found = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name!))].sort();
const given = found(page, /\bgh (?:variable|secret) set (?!NAME\b)([A-Z_]+)/g);
const listed = found(page, /^ *\| `([A-Z_]+)` +\|/gm);
const named = found(page, /`([A-Z]+(?:_[A-Z]+)*)`/g);

describe("variables of the workflows", () => {
  const used = found(workflows, /\bvars[.]([A-Z_]+)/g);

  test("are those that the page has a person set", () => {
    expect(used).toEqual([
      "AWS_REGION",
      "AWS_ROLE",
      "CLOUDS",
      "ENVIRONMENTS",
      "KUBERNETES_CONTEXT",
      "OCI_CLIENT_ID",
      "OCI_DOMAIN_URL",
      "OCI_REGION",
      "OCI_TENANCY_OCID",
      "PREVIEWS",
      "RUNNER",
    ]);
    expect(used.filter((name) => !named.includes(name) && !given.includes(name))).toEqual([]);
  });

  test("are all that the page has a person set", () => {
    const secrets = found(workflows, /\bsecrets[.]([A-Z_]+)/g);
    expect([...given, ...listed].filter((name) => ![...used, ...secrets].includes(name))).toEqual([]);
    expect(listed.length).toBeGreaterThan(2);
  });
});

describe("secrets of the workflows", () => {
  test("are those that the page has a person set, and each is for the steps that need it", () => {
    const secrets = found(workflows, /\bsecrets[.]([A-Z_]+)/g);
    expect(secrets).toEqual(["OCI_CLIENT_SECRET", "PLAN_KEY"]);
    expect(secrets.filter((name) => !given.includes(name))).toEqual([]);
    // At the indentation of a step's environment, not of a job's.
    for (const [line] of workflows.matchAll(/^.*\bsecrets[.].*$/gm)) expect(line).toMatch(/^ {10}\w/);
  });
});

describe("environments on GitHub", () => {
  test("are those that the page has a person make", () => {
    const made = ["aws-production", "aws-plan", "oci-plan", "aws-preview", "oci-preview"];
    for (const name of made) expect(page).toContain(`\`${name}\``);
    const written = found(workflows, /^ {4}environment: (.+)$/gm);
    expect(written.sort()).toEqual(
      [
        "oci-preview",
        "${{ matrix.cloud }}-plan",
        "${{ matrix.cloud }}-preview",
        "${{ matrix.cloud }}${{ matrix.environment != '' && format('-{0}', matrix.environment) || '' }}",
        "${{ inputs.cloud }}${{ inputs.environment != '' && format('-{0}', inputs.environment) || '' }}",
      ].sort(),
    );
  });
});
