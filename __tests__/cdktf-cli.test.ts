import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { testWith } from "./support/skip";

const root = path.resolve(__dirname, "..");
const pseudoterminal = "@cdktf/node-pty-prebuilt-multiarch";
/** Modules that the command line loads, from the place where it does. */
const fromCli = createRequire(require.resolve("cdktf-cli/package.json"));

/** Entry of a package in a lock file. */
interface Locked {
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly hasInstallScript?: boolean;
}

const locked = Object.entries(
  (
    JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
      packages: Readonly<Record<string, Locked>>;
    }
  ).packages,
);

describe("the pseudoterminal of cdktf's command line", () => {
  test("is one package, whoever asks for it, and is there without an install script", () => {
    const { name } = JSON.parse(readFileSync(fromCli.resolve(`${pseudoterminal}/package.json`), "utf8")) as {
      name: string;
    };
    expect(name).toBe("@lydell/node-pty");
    expect(locked.filter(([folder]) => folder.endsWith(`/${pseudoterminal}`))).toHaveLength(1);
    expect(
      locked.filter(([folder, { hasInstallScript }]) => folder.includes("node-pty") && hasInstallScript),
    ).toEqual([]);
  });

  test("is locked for Linux, macOS and Windows, on x64 and arm64", () => {
    const platforms = locked
      .filter(([folder]) => folder.startsWith("node_modules/@lydell/node-pty-"))
      .map(([, { os, cpu }]) => `${os?.join()} ${cpu?.join()}`);
    expect(platforms.sort()).toEqual([
      "darwin arm64",
      "darwin x64",
      "linux arm64",
      "linux x64",
      "win32 arm64",
      "win32 x64",
    ]);
  });
});

describe(`cdktf's command line on Node.js ${process.versions.node}, ${process.platform} ${process.arch}`, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "cdktf-"));
    symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "junction");
    writeFileSync(
      path.join(folder, "cdktf.json"),
      JSON.stringify({ language: "typescript", app: "node app.js", sendCrashReports: "false" }),
    );
    writeFileSync(path.join(folder, "app.js"), app);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function cdktf(...args: string[]): string {
    return execFileSync(process.execPath, [fromCli.resolve("cdktf-cli/bundle/bin/cdktf.js"), ...args], {
      cwd: folder,
      env: { ...process.env, CI: "1", CHECKPOINT_DISABLE: "1", TF_INPUT: "0" },
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  test("starts", () => {
    expect(cdktf("list")).toContain("small");
  });

  testWith(
    "terraform",
    "deploys through its pseudoterminal, and destroys",
    () => {
      expect(cdktf("deploy", "small", "--auto-approve")).toMatch(/word = kept/);
      expect(cdktf("destroy", "small", "--auto-approve")).toContain(
        "Destroy complete! Resources: 1 destroyed.",
      );
    },
    180_000,
  );
});

/** A stack that needs no provider. */
const app = `
const { App, TerraformOutput, TerraformStack } = require("cdktf");
const app = new App();
const stack = new TerraformStack(app, "small");
stack.addOverride("resource.terraform_data.first", { input: "kept" });
new TerraformOutput(stack, "word", { value: "\${terraform_data.first.output}" });
app.synth();
`;
