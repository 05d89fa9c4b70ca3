import { existsSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "@jest/globals";
import { stacksOf } from "../../rehearsal/life/release";

test("the stacks of another commit are synthesized beside this work tree, which stays as it is", async () => {
  const before = existsSync("cdktf.out/manifest.json") && readFileSync("cdktf.out/manifest.json", "utf8");
  const stacks = await stacksOf("HEAD");
  for (const stack of ["aws-stack", "oci-stack"])
    expect(existsSync(join(stacks, stack, "cdk.tf.json"))).toBe(true);
  expect(existsSync("cdktf.out/manifest.json") && readFileSync("cdktf.out/manifest.json", "utf8")).toBe(
    before,
  );
  await expect(stacksOf("no-such-release")).rejects.toThrow("no-such-release");
  rmSync(dirname(stacks), { recursive: true });
}, 300_000);
