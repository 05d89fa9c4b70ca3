import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { earlierRevision, stacksOf } from "../../rehearsal/life/release";

describe("the revision that an upgrade begins with", () => {
  let folder: string;
  const git = (args: readonly string[], date = "2026-01-10T00:00:00Z") => {
    const who = { NAME: "somebody", EMAIL: "somebody@example.com", DATE: date };
    const env = Object.entries(who).flatMap(([name, value]) => [
      [`GIT_AUTHOR_${name}`, value],
      [`GIT_COMMITTER_${name}`, value],
    ]);
    const options = {
      cwd: folder,
      encoding: "utf8",
      env: { ...process.env, ...Object.fromEntries(env) },
    } as const;
    return execFileSync("git", args, options).trim();
  };
  const commit = (date: string) => {
    git(["commit", "--quiet", "--allow-empty", "--message=x"], date);
    return git(["rev-parse", "HEAD"]);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "counterpart-history-"));
    git(["init", "--quiet"]);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test("is the newest release that HEAD comes from", async () => {
    commit("2026-01-10T00:00:00Z");
    git(["tag", "v1.0.0"]);
    commit("2026-01-20T00:00:00Z");
    expect(await earlierRevision(folder)).toBe("v1.0.0");
  });

  test("is the last commit a day older than HEAD before the first release", async () => {
    commit("2026-01-08T00:00:00Z");
    const dayBefore = commit("2026-01-09T11:00:00Z");
    commit("2026-01-09T13:00:00Z");
    commit("2026-01-10T12:00:00Z");
    expect(await earlierRevision(folder)).toBe(dayBefore);
  });

  test("is none where the whole history is of one day", async () => {
    commit("2026-01-10T01:00:00Z");
    commit("2026-01-10T12:00:00Z");
    expect(await earlierRevision(folder)).toBeUndefined();
  });
});

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
