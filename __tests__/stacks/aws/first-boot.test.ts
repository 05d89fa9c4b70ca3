import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { gunzipSync } from "fflate";
import { artifact } from "../../../webapp/build/artifact";
import { secretPlaces } from "../../../proofs/secrets";
import { fullProduction } from "../../support/aws-stacks";
import { bootScriptOf, unitsIn } from "../../support/boot";
import { testWith } from "../../support/skip";
import { synth } from "../../support/synth";
import { full } from "./synthesized";

describe("a secret on AWS", () => {
  test("does not get from the environment of whoever synthesizes into JSON, first-boot data or artifact", async () => {
    const canary = "canary-4f1c2b";
    const names = [
      "AWS_SECRET_ACCESS_KEY",
      "AWS_SESSION_TOKEN",
      "DB_PASSWORD",
      "TF_VAR_password",
      "HOME_SECRET",
    ];
    const saved = names.map((name) => process.env[name]);
    for (const name of names) process.env[name] = canary;
    try {
      expect(JSON.stringify(synth(fullProduction()))).not.toContain(canary);
      const bytes = gunzipSync(await artifact(join(__dirname, "../../../webapp")));
      expect(Buffer.from(bytes).includes(canary)).toBe(false);
    } finally {
      for (const [index, name] of names.entries())
        if (saved[index] === undefined) delete process.env[name];
        else process.env[name] = saved[index];
    }
  });

  test("has no place in the JSON: nothing takes a password, and no output shows one", () => {
    expect(secretPlaces(full).map(({ place }) => place)).toEqual([
      "aws_db_instance.manage_master_user_password",
    ]);
    const values = Object.values(full.output).map(({ value }) => value as string);
    expect(values.join()).not.toMatch(/password|secret_string|secret\[0\]\.(?!secret_arn)/);
  });
});

describe("the first boot on AWS", () => {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-aws-boot-"));
  const script = bootScriptOf(fullProduction()).replace(/\$\{[^}]+\}/g, "filled-in");
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };

  testWith("shellcheck", "is clean to shellcheck", () => {
    expect(execFileSync("shellcheck", [file("boot.sh", script)], { encoding: "utf8" })).toBe("");
  });

  testWith("cloud-init", "is what cloud-init takes for a script, and not for a configuration", () => {
    const ask = `from cloudinit.handlers import type_from_starts_with as kind; print(kind(open(${JSON.stringify(file("user-data", script))}).read()))`;
    expect(execFileSync("/usr/bin/python3", ["-c", ask], { encoding: "utf8" }).trim()).toBe(
      "text/x-shellscript",
    );
  });

  test("tells the agent which files to ship, in JSON", () => {
    const [, configuration = ""] = /servers\.json <<'EOF'\n([^]*?)\nEOF/.exec(script) ?? [];
    const files = (
      JSON.parse(configuration) as {
        logs: {
          logs_collected: { files: { collect_list: { file_path: string; log_group_name: string }[] } };
        };
      }
    ).logs.logs_collected.files.collect_list;
    expect(files.map(({ file_path }) => file_path)).toEqual([
      "/var/log/counter/counter.log",
      "/var/log/counter/system.log",
      "/var/log/cloud-init-output.log",
    ]);
    for (const { log_group_name } of files) expect(log_group_name).toBe("/aws-stack/web");
    for (const path of ["counter.log", "system.log"])
      expect(script).toContain(`copy-journal /var/log/counter/${path} `);
  });

  const units = Object.entries(unitsIn(script)).map(([name, text]) => ({
    name,
    text: text
      .replaceAll("/usr/bin/node-24", process.execPath)
      .replaceAll("$release", "/opt/counter/release"),
  }));

  testWith("systemd-analyze", "installs units that systemd understands", () => {
    for (const { name, text } of units) file(name, text);
    const paths = units.map(({ name }) => join(folder, name));
    expect(paths).toHaveLength(5);
    const output = execFileSync(
      "sh",
      ["-c", 'systemd-analyze verify --recursive-errors=no --man=no "$@" 2>&1', "sh", ...paths],
      {
        encoding: "utf8",
        env: { ...process.env, SYSTEMD_UNIT_PATH: `${folder}:` },
      },
    );
    expect(output.split("\n").filter((line) => line.includes("counter"))).toEqual([]);
  });

  testWith("systemd-analyze", "runs the app with an exposure below 2.0", () => {
    for (const { name, text } of units.filter((unit) => /^counter(-migrate)?\.service$/.test(unit.name))) {
      const output = execFileSync(
        "systemd-analyze",
        ["security", "--offline=true", "--threshold=19", "--no-pager", file(name, text)],
        { encoding: "utf8" },
      );
      expect(output).toMatch(/Overall exposure level for \S+: [01]\.\d/);
    }
  });
});
