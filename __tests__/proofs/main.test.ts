import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";

const root = join(__dirname, "../..");

function prove(context: object): string {
  return execFileSync(process.execPath, ["--import", "tsx", "proofs/main.ts"], {
    cwd: root,
    env: { ...process.env, CDKTF_CONTEXT_JSON: JSON.stringify(context) },
    encoding: "utf8",
  });
}

describe("`npm run prove`", () => {
  test("prints who reaches whom, what roles may do and where secrets are, for both stacks", () => {
    const printed = prove({});
    for (const title of ["# aws-stack", "# oci-stack"]) expect(printed).toContain(title);
    expect(printed).toMatch(/\| load balancer \| servers +\| 8080 +\|/);
    expect(printed).toMatch(/\| ec2\.amazonaws\.com \| rds-db:connect +\|/);
    expect(printed).toMatch(/\| servers \| read secret-bundles \| target\.secret\.id = /);
    expect(printed).toMatch(/\| aws_db_instance\.manage_master_user_password +\| made up by the cloud +\|/);
  });

  test("prints them as the context has the stacks", () => {
    const printed = prove({ clouds: ["aws"], awsEgress: "nat" });
    expect(printed).not.toContain("# oci-stack");
    expect(printed).toMatch(/\| servers +\| internet +\| 443 +\|/);
  });
});
