import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { bootScript } from "../../../constructs/server/boot-script";
import { Artifact } from "../../../constructs/web-app";
import { succeeds } from "../../support/skip";

const folder = mkdtempSync(join(tmpdir(), "counterpart-boot-"));
const archive = join(folder, "demo.tar.gz");

/** The script for an app that a line of shell downloads. */
function downloading(download: string): string {
  const connection = { DB_DRIVER: "pg" };
  return bootScript({
    app: {
      name: "demo",
      artifact: Artifact.fromFile(archive),
      entryPoint: "demo.mjs",
      port: 8080,
      healthPath: "/health",
      livePath: "/live",
      readyPath: "/ready",
    },
    connection: { driver: "pg", environment: connection, migration: connection },
    runtime: { install: "dnf install nodejs24", binary: process.execPath },
    source: { host: "example.com", download },
    ingress: { keepAliveSeconds: 75, requestIdHeader: "X-Request-Id" },
    place: "Somewhere",
  });
}

/** A bare server: this machine with /etc, /opt and /var that forget, and without what changes packages or services. */
function server(source: string): string {
  writeFileSync(join(folder, "boot.sh"), source);
  const commands = join(folder, "bin");
  mkdirSync(commands, { recursive: true });
  for (const command of ["dnf", "systemctl", "getent", "sleep", "journalctl", "systemd-tmpfiles"]) {
    writeFileSync(join(commands, command), `#!/bin/sh\necho "${command} $*" >>${folder}/commands\n`);
    chmodSync(join(commands, command), 0o755);
  }
  const scratch = join(folder, "scratch");
  const script = `set -e
mkdir -p ${scratch} && mount -t tmpfs tmpfs ${scratch}
for place in etc opt var; do
  mkdir ${scratch}/$place.up ${scratch}/$place.work
  mount -t overlay overlay -o lowerdir=/$place,upperdir=${scratch}/$place.up,workdir=${scratch}/$place.work /$place
done
export PATH=${commands}:$PATH
: >${folder}/commands
bash ${folder}/boot.sh
tree() { (cd / && find etc/demo etc/systemd/system/demo* etc/systemd/journald.conf.d opt/demo -type f | sort | xargs sha256sum; stat -c '%a %U' etc/demo/*.env); }
tree >${folder}/first
bash ${folder}/boot.sh
tree >${folder}/second
sed -n 's/^ExecStart=//p' /etc/systemd/system/demo.service >${folder}/serve
set -a && . /etc/demo/serve.env && $(cat ${folder}/serve)`;
  return execFileSync("unshare", ["--mount", "bash", "-c", script], { encoding: "utf8", stdio: "pipe" });
}

// Not even root may in most containers.
const possible = succeeds("unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt");
const why = possible ? "" : " (needs unshare and the right to mount)";

(possible ? describe : describe.skip)(`the boot script, run on a server${why}`, () => {
  let output: string;

  beforeAll(() => {
    writeFileSync(join(folder, "demo.mjs"), "console.log(process.argv[2], process.env.DB_DRIVER);\n");
    execFileSync("tar", ["--create", "--gzip", "--file", archive, "--directory", folder, "demo.mjs"]);
    output = server(downloading(`cp ${archive} "$archive"`));
  });

  const lines = (file: string) => readFileSync(join(folder, file), "utf8").trim().split("\n");

  test("installs a service that runs the app with its connection", () => {
    expect(output).toBe("serve pg\n");
  });

  test("installs Node, then starts the units", () => {
    const commands = lines("commands").filter((line) => /^(dnf|systemctl)/.test(line));
    const once = [
      expect.stringMatching(/^dnf -y .*install nodejs24$/),
      "systemctl restart systemd-journald",
      "systemctl daemon-reload",
      "systemctl enable --quiet demo-log demo-system-log demo demo-live",
      "systemctl restart --no-block demo-migrate demo-log demo-system-log demo demo-live",
    ];
    expect(commands).toEqual([...once, ...once]);
  });

  test("changes nothing when it runs again", () => {
    expect(lines("second")).toEqual(lines("first"));
    expect(lines("first").length).toBeGreaterThan(6);
  });

  test("hides the environment from everyone but root", () => {
    expect(lines("first").filter((line) => line.endsWith(" root"))).toEqual(["600 root", "600 root"]);
  });

  test("unpacks nothing that is not what was built, and tries again until it is", () => {
    const other = join(folder, "other.tar.gz");
    writeFileSync(other, "other bytes");
    // The first two downloads bring other bytes, as a store in trouble might.
    const tries = join(folder, "tries");
    const download = `sh -c 'echo >>${tries}; test $(wc --lines <${tries}) -gt 2 && cp ${archive} $0 || cp ${other} $0' "$archive"`;
    expect(server(downloading(download))).toMatch(/^(.*: FAILED\n){2}serve pg\n$/);
    expect(lines("commands").filter((line) => line.startsWith("sleep"))).toEqual(["sleep 3", "sleep 6"]);
  });
});
