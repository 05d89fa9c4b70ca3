import { execFile, spawnSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect } from "@jest/globals";
import { serverCertificate } from "../../../local/certificates";
import { calls, deploy, environment, fake, folder, root } from "../../commands/command-line";
import { testWith } from "../../support/skip";

const images = "111122223333.dkr.ecr.us-east-1.amazonaws.com/demo";
const commit = "0123456789abcdef0123456789abcdef01234567";
const digest = `sha256:${"ab".repeat(32)}`;
const withTerraform = (name: string, body: () => void | Promise<void>) => testWith("terraform", name, body);

const main = ["--import", "tsx", path.join(root, "delivery/main.ts"), "image"];

/** Runs the command as a workflow does. */
function image(...args: readonly string[]) {
  return spawnSync(process.execPath, [...main, ...args], {
    cwd: root,
    env: environment(),
    encoding: "utf8",
    input: "",
  });
}

const called = (program: string) => calls().flatMap(([name, ...args]) => (name === program ? [args] : []));

/** A docker whose registry has an image, or none. */
function docker(has: boolean): void {
  fake(
    "docker",
    `if (args.includes("inspect")) ${has ? `console.log('"${digest}"')` : "process.exit(1)"};
    if (args.includes("build")) fs.writeFileSync(args[args.indexOf("--metadata-file") + 1], '{"containerimage.digest":"${digest}"}');`,
  );
}

/** A git in whose folder these files are changed. */
const git = (changes = "") =>
  fake("git", `console.log(args.includes("status") ? "${changes}" : "${commit}");`);

beforeEach(() => {
  fake("aws", `console.log("password");`);
  docker(false);
  git();
});

describe("the image of a commit", () => {
  withTerraform(
    "is built for both processors, pushed under its commit's name, and named by its digest",
    () => {
      deploy("aws", { images, region: "us-east-1" });
      const summary = path.join(folder, "summary.md");
      const { status, stdout } = image("aws", "--summary", summary);
      const key = `"awsImage": "${images}@${digest}"`;
      expect([status, stdout]).toEqual([0, expect.stringContaining(key)]);
      expect(readFileSync(summary, "utf8")).toContain(key);
      const [build = []] = called("docker").filter((args) => args.includes("build"));
      expect(build.slice(0, 4)).toEqual(["buildx", "build", "--platform", "linux/amd64,linux/arm64"]);
      expect(build).toEqual(expect.arrayContaining(["--push", "--tag", `${images}:${commit.slice(0, 12)}`]));
      expect(build).toContain(`org.opencontainers.image.revision=${commit}`);
      expect(called("docker")[0]).toEqual([
        "login",
        "--username",
        "AWS",
        "--password-stdin",
        images.split("/")[0],
      ]);
    },
  );

  withTerraform("stays where it is there already", () => {
    docker(true);
    deploy("aws", { images, region: "us-east-1" });
    const { status, stdout } = image("aws");
    expect([status, stdout]).toEqual([0, expect.stringContaining(`${images}@${digest}`)]);
    expect(called("docker").filter((args) => args.includes("build"))).toEqual([]);
  });

  withTerraform("is refused for what is not committed, and where no processor's builder is there", () => {
    deploy("aws", { images, region: "us-east-1" });
    git(" M Dockerfile");
    const changed = image("aws");
    expect([changed.status, changed.stderr]).toEqual([1, expect.stringContaining("M Dockerfile")]);
    expect(called("docker")).toEqual([]);
    git();
    fake("docker", `process.exit(args[0] === "login" ? 0 : 1);`);
    const failed = image("aws");
    expect([failed.status, failed.stderr]).toEqual([
      1,
      expect.stringContaining("docker buildx create --use"),
    ]);
  });

  withTerraform("is neither built nor looked for where the registry refuses the login", () => {
    deploy("aws", { images, region: "us-east-1" });
    fake("docker", `process.exit(args[0] === "login" ? 1 : 0);`);
    const { status, stderr } = image("aws");
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining(`docker did not log in to ${images.split("/")[0]}`),
    ]);
    expect(called("docker")).toHaveLength(1);
  });

  withTerraform("is no servers' matter", () => {
    deploy("aws");
    const { status, stderr } = image("aws");
    expect([status, stderr]).toEqual([1, expect.stringContaining("take the artifact and no image")]);
  });
});

describe("a login to OCI Registry", () => {
  let registry: Server;

  beforeEach(async () => {
    const { ca, certificate, key } = await serverCertificate([{ type: "ip", value: "127.0.0.1" }]);
    writeFileSync(path.join(folder, "ca.pem"), ca);
    registry = createServer({ cert: certificate, key }, (_, response) => response.end('{"token":"an-hour"}'));
    await new Promise<void>((resolve) => registry.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    registry.close();
  });

  withTerraform(
    "is with a token for the credentials that deploy, and with no password of a person's",
    async () => {
      const host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
      fake(
        "docker",
        `if (args[0] === "login") console.error("password " + fs.readFileSync(0, "utf8"));
      if (args.includes("inspect")) console.log('"${digest}"');`,
      );
      deploy("oci", { images: `${host}/namespace/demo` });
      const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
      const env = {
        ...environment(),
        NODE_EXTRA_CA_CERTS: path.join(folder, "ca.pem"),
        TF_VAR_tenancy_ocid: "ocid1.tenancy.oc1..test",
        TF_VAR_user_ocid: "ocid1.user.oc1..test",
        TF_VAR_fingerprint: "00:00",
        TF_VAR_private_key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
      };
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [...main, "oci"], {
        cwd: root,
        env,
      });
      expect(stdout).toContain(`"ociImage": "${host}/namespace/demo@${digest}"`);
      expect(stderr).toContain("password an-hour");
      expect(called("docker")[0]).toEqual(["login", "--username", "BEARER_TOKEN", "--password-stdin", host]);
    },
  );
});
