import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { deployButton } from "../../resource-manager/deploy-button";

const root = join(__dirname, "../..");

describe("the button that deploys", () => {
  test("hands the console the package's whole address", () => {
    const address = "https://example.com/a b/oci-stack.zip?x=1&y=2";
    const [, link = ""] = /\]\((https:\/\/cloud[^)]+)\)$/.exec(deployButton(address))!;
    expect(new URL(link).searchParams.get("zipUrl")).toBe(address);
  });

  test("stands in the README for a release's package, under the name that the workflow publishes", () => {
    const asset = "https://github.com/OWNER/counterpart/releases/latest/download/oci-stack.zip";
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain(deployButton(asset));
    expect(readFileSync(join(root, ".github/workflows/release.yml"), "utf8")).toContain(
      'gh release create "$GITHUB_REF_NAME" release/assets/*',
    );
  });
});
