import { describe, expect, test } from "@jest/globals";
import { bootScript } from "../../../constructs/server/boot-script";
import { environmentFile } from "../../../constructs/server/service-units";
import { testApp } from "../../support/app";
import { unitsIn } from "../../support/boot";

const script = bootScript({
  app: testApp,
  connection: { driver: "pg", environment: {}, migration: {} },
  runtime: { install: "dnf install nodejs24", binary: "/usr/bin/node-24" },
  source: { host: "example.com", download: 'curl --output "$archive" https://example.com' },
  ingress: { keepAliveSeconds: 75 },
  place: "Somewhere",
});
const units = Object.entries(unitsIn(script));
const { name } = testApp;
const linesOf = (unit: string) => unitsIn(script)[`${unit}.service`]!.split("\n");

describe("every unit on a server", () => {
  test("is one of these", () => {
    const expected = [name, `${name}-live`, `${name}-log`, `${name}-migrate`, `${name}-system-log`];
    expect(units.map(([file]) => file).sort()).toEqual(expected.map((unit) => `${unit}.service`).sort());
  });

  test.each([
    ["has no capability", "CapabilityBoundingSet="],
    ["gains no privilege", "NoNewPrivileges=yes"],
    ["writes nothing but its own folders", "ProtectSystem=strict"],
    ["sees no home", "ProtectHome=yes"],
    ["sees no process but its own", "ProtectProc=invisible"],
    ["has devices and users of its own", "PrivateDevices=yes"],
    ["knows no user of the system", "PrivateUsers=yes"],
    ["has a temporary folder of its own", "PrivateTmp=yes"],
    ["makes no namespace", "RestrictNamespaces=yes"],
    ["loads no module", "ProtectKernelModules=yes"],
    ["changes no setting of the kernel", "ProtectKernelTunables=yes"],
    ["calls nothing that is for administrators", "SystemCallFilter=~@privileged @resources"],
    [
      "opens sockets of the internet and local ones alone",
      "RestrictAddressFamilies=AF_INET AF_INET6 AF_NETLINK AF_UNIX",
    ],
  ])("%s", (_, setting) => {
    for (const [, text] of units) expect(text.split("\n")).toContain(setting);
  });

  test("runs as a user without rights", () => {
    for (const unit of [name, `${name}-migrate`, `${name}-live`])
      expect(linesOf(unit)).toContain("DynamicUser=yes");
    for (const unit of [`${name}-log`, `${name}-system-log`])
      expect(linesOf(unit)).toContain(`User=${name}-log`);
    for (const [, text] of units) expect(text).not.toMatch(/^User=root$/m);
  });

  test("is started again whenever it ends, but for the migration once it is done", () => {
    for (const unit of [name, `${name}-live`, `${name}-log`, `${name}-system-log`])
      expect(linesOf(unit)).toContain("Restart=always");
  });
});

describe("the file of variables", () => {
  // systemd.exec(5), EnvironmentFile=: within double quotes a backslash takes the meaning from the sign behind it.
  test.each(['a"b', "a\\b", 'x" Y="z', "end\\", "$HOME `id` 'c' # d"])("holds %j as it is", (value) => {
    const text = environmentFile({ VALUE: value, OTHER: "1" });
    const [, quoted = ""] = /^VALUE="((?:[^"\\]|\\.)*)"$/m.exec(text) ?? [];
    expect(quoted.replace(/\\(.)/g, "$1")).toBe(value);
    expect(text.split("\n")).toHaveLength(2);
  });

  test.each(["a\nPORT=1", "a\rb", "a\0b"])("refuses %j, which is more than a line", (value) => {
    expect(() => environmentFile({ VALUE: value })).toThrow("`VALUE` must be a single line");
  });
});

describe("copies of the journal", () => {
  test("remember how far they came, each in a folder of its own", () => {
    for (const unit of [`${name}-log`, `${name}-system-log`]) {
      expect(linesOf(unit)).toContain(`StateDirectory=${unit}`);
      expect(linesOf(unit).find((line) => line.startsWith("ExecStart="))).toContain(` /var/lib/${unit} `);
    }
  });

  test("reach no network, and agents of whatever user read what they write", () => {
    for (const unit of [`${name}-log`, `${name}-system-log`])
      expect(linesOf(unit)).toEqual(expect.arrayContaining(["PrivateNetwork=yes", "UMask=0022"]));
  });
});

describe("the files of a server", () => {
  test("with variables are root's alone", () => {
    for (const command of ["migrate", "serve"])
      expect(script).toContain(`(umask 077 && cat >/etc/${name}/${command}.env)`);
  });

  test("of an artifact belong to root, whoever packed it", () => {
    expect(script).toMatch(/^ {2}tar .*--no-same-owner/m);
  });

  test("of an artifact are unpacked anew where the last attempt did not end", () => {
    expect(script).toMatch(
      /if \[ ! -e "\$release\/\.complete" \]; then[^]*tar [^]*\n {2}touch "\$release\/\.complete"\nfi/,
    );
  });

  test("keep the journal over a restart", () => {
    expect(script).toContain("\nStorage=persistent\n");
  });
});

test("a boot ends at the first step that fails, also within a pipe", () => {
  expect(script).toMatch(/^#!\/bin\/bash\n(#.*\n)*set -euo pipefail\n/);
});

test("a server waits half a minute for its schema, and then serves without", () => {
  expect(script).toContain('= exited ] || [ "$SECONDS" -ge 30 ]; do');
});

test("each copy of the journal keeps its cursor in a folder of its own, which systemd makes", () => {
  const folders = [`${name}-log`, `${name}-system-log`].map((unit) => {
    const [, folder] = /^ExecStart=.* (\/var\/lib\/\S+)/m.exec(unitsIn(script)[`${unit}.service`]!)!;
    expect(linesOf(unit)).toContain(`StateDirectory=${folder!.replace("/var/lib/", "")}`);
    return folder;
  });
  expect(new Set(folders).size).toBe(2);
});
