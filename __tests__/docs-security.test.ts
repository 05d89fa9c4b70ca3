import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { acceptedFindings, securityPage } from "../docs/generate/security";
import { testWith } from "./support/skip";

const root = join(__dirname, "..");

describe("the page on security", () => {
  test("says what `.checkov.yaml` accepts; `npm run docs` makes it so", () => {
    const page = readFileSync(join(root, "docs/security.md"), "utf8");
    expect(securityPage(page)).toBe(page);
  });

  test("names each accepted check once", () => {
    const ids = acceptedFindings().flatMap((finding) => finding.ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("refuses a check that nobody explained", () => {
    expect(() => acceptedFindings("skip-check:\n  # about\n  - CKV_AWS_2\n")).toThrow(
      /`CKV_AWS_2` must have three lines of comment/,
    );
  });

  testWith("checkov", "checkov finds nothing in a lab but what is accepted", () => {
    const outdir = mkdtempSync(join(tmpdir(), "counterpart-checkov-"));
    execFileSync(process.execPath, ["--import", "tsx", "main.ts"], {
      cwd: root,
      env: { ...process.env, CDKTF_OUTDIR: outdir },
    });
    // It ends with a status of its own where it finds something.
    execFileSync("checkov", ["--config-file", join(root, ".checkov.yaml"), "--directory", outdir], {
      stdio: "pipe",
    });
  });
});
