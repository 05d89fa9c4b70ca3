import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Fn, TerraformLocal, TerraformOutput, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { bootScript, bootScriptBytes } from "../../../constructs/server/boot-script";
import { Artifact, type WebApp } from "../../../constructs/web-app";
import { bootEnvironment } from "../../support/boot";
import { testWith } from "../../support/skip";
import { TerraformFolder } from "../../support/terraform";

const folder = mkdtempSync(join(tmpdir(), "counterpart-boot-script-"));
writeFileSync(join(folder, "app.tar.gz"), "bytes");
const app: WebApp = {
  name: "demo",
  artifact: Artifact.fromFile(join(folder, "app.tar.gz")),
  entryPoint: "app.mjs",
  port: 8080,
  healthPath: "/health",
  livePath: "/live",
  readyPath: "/ready",
};
const script = (environment: Record<string, string> = { DB_DRIVER: "pg" }, shipped = app) =>
  bootScript({
    app: shipped,
    connection: { driver: "pg", environment, migration: { DB_DRIVER: "pg", DB_USER: "administrator" } },
    runtime: { install: "dnf install nodejs24", binary: "/usr/bin/node-24" },
    source: { host: "example.com", download: 'curl --fail --output "$archive" https://example.com/app' },
    ingress: { keepAliveSeconds: 75, requestIdHeader: "X-Request-Id" },
    place: "Somewhere",
  });

describe("boot script", () => {
  testWith("shellcheck", "is clean to shellcheck", () => {
    const file = join(folder, "boot.sh");
    writeFileSync(file, script());
    expect(execFileSync("shellcheck", [file], { encoding: "utf8" })).toBe("");
  });

  test("unpacks nothing before its digest is right", () => {
    const text = script();
    const check = text.indexOf(`echo "${app.artifact.sha256}  $archive" | sha256sum --check`);
    expect(check).toBeGreaterThan(text.indexOf("curl --fail"));
    expect(text.indexOf("retry download")).toBeGreaterThan(check);
    expect(text.indexOf("tar --extract")).toBeGreaterThan(text.indexOf("retry download"));
  });

  test("changes when the artifact's bytes change, and only then", () => {
    const before = script();
    expect(script()).toBe(before);
    writeFileSync(join(folder, "other.tar.gz"), "other bytes");
    const other = { ...app, artifact: Artifact.fromFile(join(folder, "other.tar.gz")) };
    expect(script({ DB_DRIVER: "pg" }, other)).not.toBe(before);
  });

  test("hands each command its own connection, and both the port", () => {
    const text = script({ DB_DRIVER: "pg", DB_USER: "app" });
    const common = { DB_DRIVER: "pg", NODE_ENV: "production", PORT: "8080" };
    expect(bootEnvironment(text, "serve")).toEqual({
      ...common,
      DB_USER: "app",
      DRAIN_SECONDS: "65",
      KEEP_ALIVE_SECONDS: "75",
      REQUEST_ID_HEADER: "X-Request-Id",
      SERVER_LABEL: "Somewhere",
    });
    expect(bootEnvironment(text, "migrate")).toEqual({ ...common, DB_USER: "administrator" });
    for (const command of ["migrate", "serve"])
      expect(text).toMatch(new RegExp(` ${command}\\n[^[]*EnvironmentFile=/etc/demo/${command}\\.env\\n`));
  });

  test("keeps quotes and backslashes of a value", () => {
    expect(script({ A: 'say "hi" \\ bye' })).toContain('A="say \\"hi\\" \\\\ bye"');
  });

  test("fails for a value of more than one line", () => {
    expect(() => script({ DB_HOST: "a\nB=c" })).toThrow('`DB_HOST` must be a single line, got "a\\nB=c"');
  });

  test.each(["${HOME}", "%{if true}"])("fails for %s, which Terraform would take for its own", (text) => {
    expect(() => script({ A: text })).toThrow("must not contain ${ or %{");
  });

  test("counts what Terraform will fill in", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const host = new TerraformVariable(stack, "host", { type: "string" });
    const grown = bootScriptBytes(script({ A: host.stringValue })) - bootScriptBytes(script({ A: "" }));
    expect(grown).toBe(512);
  });

  testWith("terraform", "arrives on the server exactly as written, with its tokens filled in", () => {
    const stack = new TerraformStack(Testing.app(), "test");
    const host = new TerraformVariable(stack, "host", { type: "string", default: "db.example" });
    const local = new TerraformLocal(stack, "boot-script", script({ DB_HOST: host.stringValue }));
    new TerraformOutput(stack, "user-data", { staticId: true, value: Fn.base64encode(local.asString) });
    const terraform = new TerraformFolder(JSON.parse(Testing.synth(stack)) as object);
    terraform.run("apply", "-auto-approve", "-input=false");
    const userData = Buffer.from(terraform.run("output", "-raw", "user-data"), "base64").toString();
    expect(userData).toBe(script({ DB_HOST: "db.example" }));
  });
});

test("an artifact that was never built is refused by name", () => {
  expect(() => Artifact.fromFile(join(folder, "missing.tar.gz"))).toThrow(/missing\.tar\.gz.*npm run build/);
});
