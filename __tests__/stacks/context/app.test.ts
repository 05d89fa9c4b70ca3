import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";

const root = join(__dirname, "../../..");

describe("a program that reads the context", () => {
  test.each(["main.ts", "proofs/main.ts", "resource-manager/package.ts"])(
    "%s says in one sentence what the context must not say, and ends with 1",
    (program) => {
      const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", program], {
        cwd: root,
        env: { ...process.env, CDKTF_CONTEXT_JSON: '{"profile": "labor"}' },
        encoding: "utf8",
      });
      expect([status, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^`profile` must be one of lab, production, got "labor"\n$/);
    },
  );
});
