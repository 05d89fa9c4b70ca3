import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";

const root = join(__dirname, "..");
// What a checkout does not have, and what is too large to copy.
const left = new Set([".data", ".git", "cdktf.out", "node_modules"]);

/** A copy of the sources and of what the build made of them, in a folder of its own. */
function checkout(): string {
  const folder = mkdtempSync(join(tmpdir(), "counterpart-synth-"));
  cpSync(root, folder, { recursive: true, filter: (path) => !left.has(basename(path)) });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  return folder;
}

/** Runs main.ts as `npm run synth` does. */
function synthesize(folder: string, environment: Record<string, string> = {}): void {
  execFileSync(process.execPath, ["--import", "tsx", "main.ts"], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: "pipe",
  });
}

/** Names of the stacks for cdktf. */
interface Manifest {
  readonly stacks: Readonly<Record<string, unknown>>;
}

const contextOf = (context: object) => ({ CDKTF_CONTEXT_JSON: JSON.stringify(context) });

/** Every file that synthesis wrote, with the folder's own path taken out of the local backend. */
function outputOf(folder: string): Record<string, string> {
  const output = join(folder, "cdktf.out");
  const files = readdirSync(output, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return Object.fromEntries(
    files.map((file) => {
      const path = join(file.parentPath, file.name);
      const text = readFileSync(path, "latin1");
      const backend = /"path": "[^"]*\.tfstate"/;
      expect(text.replace(backend, "")).not.toContain(folder);
      return [path.slice(output.length), text.replace(backend, "")];
    }),
  );
}

describe("main.ts", () => {
  // One is synthesized as it is, and the other as each test wants it.
  const [here, there] = [checkout(), checkout()];
  beforeAll(() => synthesize(here));

  const object = 'an object in JSON such as {"profile": "lab"}';

  test.each([
    [
      '{"profile": "lab", "awsRegion": "us-east-1", "awsWebAcl": "perhaps"}',
      '`awsWebAcl` must be true or false, got "perhaps"',
    ],
    ["{awsEgress: nat}", `\`CDKTF_CONTEXT_JSON\` must be ${object}, got "{awsEgress: nat}"`],
    ['["lab"]', `\`CDKTF_CONTEXT_JSON\` must be ${object}, got "[\\"lab\\"]"`],
  ])("says in one sentence what the context must not say, and ends: %s", (json, sentence) => {
    let told: { readonly status?: number; readonly stderr?: Buffer } = {};
    try {
      synthesize(there, { CDKTF_CONTEXT_JSON: json });
    } catch (error) {
      told = error as typeof told;
    }
    expect([told.status, String(told.stderr)]).toEqual([1, `${sentence}\n`]);
  });

  test("synthesizes the same bytes from two folders", () => {
    synthesize(there, { TZ: "Pacific/Kiritimati", LANG: "tr_TR.UTF-8" });
    const output = outputOf(here);
    expect(Object.keys(output)).toEqual(
      expect.arrayContaining(["/stacks/aws-stack/cdk.tf.json", "/stacks/oci-stack/cdk.tf.json"]),
    );
    expect(outputOf(there)).toEqual(output);
  });

  test("needs no Terraform, nor any other program", () => {
    expect(() => synthesize(there, { PATH: "" })).not.toThrow();
  });

  test("leaves out the cloud that the context does not name, and asks nothing that only that one needs", () => {
    synthesize(there, contextOf({ profile: "production", clouds: ["oci"] }));
    const manifest = JSON.parse(readFileSync(join(there, "cdktf.out/manifest.json"), "utf8")) as Manifest;
    expect(Object.keys(manifest.stacks)).toEqual(["oci-stack"]);
  });

  test("puts the artifact where the JSON names it", () => {
    for (const stack of ["aws-stack", "oci-stack"]) {
      const json = readFileSync(join(here, "cdktf.out/stacks", stack, "cdk.tf.json"), "utf8");
      const [, source = ""] = /"source": "(assets\/[^"]+)"/.exec(json) ?? [];
      const bytes = readFileSync(join(here, "cdktf.out/stacks", stack, source));
      expect(bytes.equals(readFileSync(join(root, "webapp/dist/counter.tar.gz")))).toBe(true);
    }
  });

  test("takes the profile and the region from the context", () => {
    const name = { awsDomainName: "www.example.com", awsHostedZoneId: "Z0123456789ABC" };
    const alarms = { awsAlarmEmail: "ops@example.com" };
    synthesize(there, contextOf({ profile: "production", awsRegion: "eu-west-1", ...name, ...alarms }));
    const json = readFileSync(join(there, "cdktf.out/stacks/aws-stack/cdk.tf.json"), "utf8");
    expect(json).toContain('"region": "eu-west-1"');
    expect(json).toContain('"multi_az": true');
    expect(json).toContain('"value": "https://www.example.com"');
  });

  test.each([
    [
      { profile: "staging", awsRegion: "us-east-1" },
      '`profile` must be one of lab, production, got "staging"',
    ],
    [{ profile: "lab", clouds: "gcp" }, '`clouds` must be some of aws, oci, got "gcp"'],
    [{ profile: "lab", clouds: [] }, "`clouds` must be some of aws, oci, got []"],
    [{ profile: "lab", profil: "production" }, "`profil` must be one of profile, clouds"],
    [{ profile: "lab", awsRegion: "il-central-1" }, /`awsRegion` must be one whose .* got "il-central-1"/],
  ])("fails for the context %j", (context, message) => {
    expect(() => synthesize(there, contextOf(context))).toThrow(message);
  });
});
