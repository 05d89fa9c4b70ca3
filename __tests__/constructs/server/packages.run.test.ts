import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { bootScript, stallSeconds } from "../../../constructs/server/boot-script";
import { OracleLinux } from "../../../constructs/oci/web/oracle-linux";
import { Artifact } from "../../../constructs/web-app";
import { has } from "../../support/skip";

const folder = mkdtempSync(join(tmpdir(), "counterpart-packages-"));
const missing = ["dnf", "createrepo_c", "rpmbuild"].filter((program) => !has(program));
const why = missing.length > 0 ? ` (needs ${missing.join(", ")})` : "";

/** A package that says its version, and the stream of a module that has it. */
function node(major: number): string {
  const spec = `Name: nodejs
Epoch: 1
Version: ${major}.1.0
Release: 1
Summary: Node
License: MIT
BuildArch: noarch
%description
Node
%install
mkdir -p %{buildroot}/usr/bin
echo "echo ${major}" >%{buildroot}/usr/bin/node
%files
/usr/bin/node
`;
  writeFileSync(join(folder, "nodejs.spec"), spec);
  const define = [`_topdir ${folder}/build`, `_rpmdir ${folder}/packages`, `modularitylabel nodejs:${major}`];
  const options = define.flatMap((value) => ["--define", value]);
  execFileSync("rpmbuild", ["--quiet", ...options, "-bb", join(folder, "nodejs.spec")], { stdio: "pipe" });
  return `---
document: modulemd
version: 2
data:
  name: nodejs
  stream: "${major}"
  version: ${major}
  context: c0ffee42
  arch: x86_64
  summary: Node
  description: Node
  license: {module: [MIT]}
  artifacts: {rpms: ["nodejs-1:${major}.1.0-1.noarch"]}
...
`;
}

/** A machine that has nothing but what this real dnf puts there. */
function prepare(): void {
  writeFileSync(join(folder, "modules.yaml"), node(18) + node(24));
  execFileSync("createrepo_c", ["--quiet", join(folder, "packages")]);
  const metadata = ["--mdtype=modules", join(folder, "modules.yaml"), join(folder, "packages/repodata")];
  execFileSync("modifyrepo_c", metadata, { stdio: "pipe" });
  for (const place of ["repos.d", "bin", "root"]) mkdirSync(join(folder, place));
  repository("packages", `file://${folder}/packages`);
  const options = [
    `--installroot=${folder}/root`,
    "--releasever=9",
    "--setopt=module_platform_id=platform:el9",
  ];
  options.push(
    `--setopt=reposdir=${folder}/repos.d`,
    "--setopt=gpgcheck=0",
    `--setopt=cachedir=${folder}/cache`,
  );
  const real = execFileSync("sh", ["-c", "command -v dnf"], { encoding: "utf8" }).trim();
  writeFileSync(join(folder, "bin/dnf"), `#!/bin/sh\nexec ${real} ${options.join(" ")} "$@"\n`);
  chmodSync(join(folder, "bin/dnf"), 0o755);
}

function repository(name: string, url: string): void {
  writeFileSync(join(folder, `repos.d/${name}.repo`), `[${name}]\nname=${name}\nbaseurl=${url}\n`);
}

/** Lines of the boot script that install Node. */
function install(): { status: number | null; output: string } {
  writeFileSync(join(folder, "app.tar.gz"), "bytes");
  const script = bootScript({
    app: {
      name: "demo",
      artifact: Artifact.fromFile(join(folder, "app.tar.gz")),
      entryPoint: "demo.mjs",
      port: 8080,
      healthPath: "/health",
      livePath: "/live",
      readyPath: "/ready",
    },
    connection: { driver: "oracledb", environment: {}, migration: {} },
    runtime: OracleLinux.runtime("9"),
    source: { host: "example.com", download: "true" },
    ingress: { keepAliveSeconds: 75, requestIdHeader: "X-Request-Id" },
    place: "Somewhere",
  });
  const [functions] = script.split("# The resolver may");
  const env = { ...process.env, PATH: `${folder}/bin:${process.env.PATH}` };
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `${functions}\ninstall_node`], {
    env,
    encoding: "utf8",
  });
  return { status, output: stdout + stderr };
}

const installed = () => readFileSync(join(folder, "root/usr/bin/node"), "utf8");

(why ? describe.skip : describe)(`Oracle Linux's Node, by a real dnf${why}`, () => {
  /** Takes connections, and nobody ever answers them. */
  const silent = createServer();
  let usualMs: number;

  beforeAll(async () => {
    prepare();
    for (const command of ["module enable nodejs:18", "install nodejs"])
      execFileSync(join(folder, "bin/dnf"), ["-y", ...command.split(" ")], { stdio: "pipe" });
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  }, 120_000);
  afterAll(() => {
    silent.close();
  });

  test("replaces an older one of another stream that an image has", () => {
    expect(installed()).toBe("echo 18\n");
    const begin = performance.now();
    expect(install()).toMatchObject({ status: 0 });
    usualMs = performance.now() - begin;
    expect(installed()).toBe("echo 24\n");
  }, 120_000);

  test("comes in time where another repository does not answer", () => {
    repository("silent", `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
    const begin = performance.now();
    expect(install()).toMatchObject({ status: 0 });
    expect(performance.now() - begin - usualMs).toBeLessThan(stallSeconds * 1_000);
  }, 300_000);
});
