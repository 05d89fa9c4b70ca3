import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { kubernetesManifests, manifestList, nodeImage } from "../../../constructs/kubernetes";
import { workInCluster } from "../../../delivery/plan/cluster";
import { copiesIn } from "../../../delivery/plan/images";
import { calls, deploy, environment, fake, folder, root } from "../../commands/command-line";
import { testWith } from "../../support/skip";
import { workload } from "../../support/workload";

const images = "111122223333.dkr.ecr.us-east-1.amazonaws.com/demo";
const [, digest = ""] = nodeImage.split("@");
const manifests = manifestList(kubernetesManifests(workload)).replaceAll(
  /"image":"[^"]*"/g,
  `"image":"${images}@${digest}"`,
);
const withTerraform = (name: string, body: () => void) => testWith("terraform", name, body);

/** Runs the command as a workflow does. */
function cluster(args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
  const main = ["--import", "tsx", path.join(root, "delivery/main.ts"), "cluster", ...args];
  const env = { ...environment(), RUNNER_ENVIRONMENT: "self-hosted", ...variables };
  return spawnSync(process.execPath, main, { cwd: root, env, encoding: "utf8", input: "" });
}

/** What was called, without what `npm run kubernetes` does in the cluster besides. */
const called = () =>
  calls()
    .filter(([program]) => program !== "kubectl")
    .map((call) => call.join(" "));
const kubectlSaw = () => calls().filter(([program]) => program === "kubectl");

beforeEach(() => {
  fake("aws", `if (args[1] === "list-addons") console.log('{"addons":[]}');`);
  // Nothing is in the repository yet.
  fake("docker", `process.exit(args.includes("inspect") ? 1 : 0);`);
  fake(
    "kubectl",
    `if (args.some((arg) => arg.startsWith("job/"))) console.log('{"status":{"conditions":[{"type":"Complete","status":"True"}]}}');`,
  );
});

describe("a deployment by a workflow", () => {
  withTerraform("does nothing in a cluster where the stack runs on servers", () => {
    deploy("aws");
    for (const step of ["check", "apply", "delete"]) {
      const { status, stdout } = cluster(["aws", step], { RUNNER_ENVIRONMENT: "github-hosted" });
      expect([status, stdout]).toEqual([0, expect.stringContaining("runs on servers")]);
    }
  });

  withTerraform("copies Node's image by its digest, and applies what pods need", () => {
    deploy("aws", { manifests, images, region: "us-east-1", cluster: "demo" });
    expect(cluster(["aws", "apply"]).status).toBe(0);
    expect(called().slice(0, 4)).toEqual([
      "aws ecr get-login-password --region us-east-1",
      "docker login --username AWS --password-stdin 111122223333.dkr.ecr.us-east-1.amazonaws.com",
      `docker buildx imagetools inspect ${images}@${digest} --format {{json .Manifest.Digest}}`,
      `docker buildx imagetools create --tag ${images}:node-${digest.slice(7, 19)} ${nodeImage}`,
    ]);
    expect(kubectlSaw().some((call) => call.includes("apply"))).toBe(true);
  });

  withTerraform("leaves an image that is there", () => {
    fake("docker", `if (args.includes("inspect")) console.log('"${digest}"');`);
    deploy("aws", { manifests, images, region: "us-east-1", cluster: "demo" });
    expect(cluster(["aws", "apply"]).status).toBe(0);
    expect(called().filter((call) => call.includes("imagetools create"))).toEqual([]);
  });

  withTerraform("applies nothing where an image cannot be copied", () => {
    fake("docker", `process.exit(args[0] === "login" ? 0 : 1);`);
    deploy("aws", { manifests, images, region: "us-east-1", cluster: "demo" });
    const { status, stderr } = cluster(["aws", "apply"]);
    expect([status, stderr]).toEqual([1, expect.stringContaining("was not copied")]);
    expect(kubectlSaw()).toEqual([]);
  });

  withTerraform("is refused on a runner of GitHub's that does not reach a private API", () => {
    deploy("aws", { manifests });
    const hosted = { RUNNER_ENVIRONMENT: "github-hosted" };
    const { status, stderr } = cluster(["aws", "check"], hosted);
    expect([status, stderr]).toEqual([1, expect.stringContaining("`awsKubernetesApiFrom`")]);
    expect(cluster(["aws", "delete"], hosted).status).toBe(1);
    expect(cluster(["aws", "check"]).status).toBe(0);
    deploy("oci", { manifests });
    const onOci = cluster(["oci", "check"], hosted);
    expect([onOci.status, onOci.stderr]).toEqual([1, expect.stringContaining("`KUBERNETES_CONTEXT`")]);
  });

  withTerraform("on OCI goes by the context that the runner has, and empties nothing", () => {
    deploy("oci", { manifests, images: "iad.ocir.io/namespace/demo" });
    expect(cluster(["oci", "delete"], { RUNNER_ENVIRONMENT: "github-hosted" }).status).toBe(0);
    expect(cluster(["oci", "apply"]).stderr).toContain("which way to the cluster?");
    expect(cluster(["oci", "apply"], { KUBERNETES_CONTEXT: "oke" }).status).toBe(0);
    expect(kubectlSaw().every((call) => call.includes("--context=oke"))).toBe(true);
  });

  withTerraform("empties the cluster before nodes would stay behind", () => {
    deploy("aws", { manifests, images, region: "us-east-1", cluster: "demo" });
    expect(cluster(["aws", "delete"]).status).toBe(0);
    expect(kubectlSaw().some((call) => call.includes("delete"))).toBe(true);
  });

  withTerraform("knows three steps", () => {
    deploy("aws");
    expect(cluster(["aws", "restart"]).stderr).toContain('which step? check, apply, delete, got "restart"');
  });
});

describe("a runner of GitHub's", () => {
  const before = { ...process.env };
  afterEach(() => {
    process.env = { ...before };
  });
  const check = (cloud: string, isPublic: boolean, runner = "github-hosted") => {
    const at = path.join(folder, "stacks", `${cloud}-stack`);
    mkdirSync(at, { recursive: true });
    const vpc_config = { endpoint_public_access: isPublic };
    const resource = cloud === "aws" ? { aws_eks_cluster: { cluster: { vpc_config } } } : {};
    writeFileSync(path.join(at, "cdk.tf.json"), JSON.stringify({ output: { manifests: {} }, resource }));
    Object.assign(process.env, { CDKTF_OUTDIR: folder, RUNNER_ENVIRONMENT: runner });
    return workInCluster([cloud, "check"], root);
  };

  test("may work where `awsKubernetesApiFrom` opens the API, and one of your own anywhere", async () => {
    await expect(check("aws", true)).resolves.toBeUndefined();
    await expect(check("aws", false, "self-hosted")).resolves.toBeUndefined();
    await expect(check("oci", false, "self-hosted")).resolves.toBeUndefined();
  });

  test("is refused before a private API, with what would help", async () => {
    await expect(check("aws", false)).rejects.toThrow("`awsKubernetesApiFrom`");
    await expect(check("oci", false)).rejects.toThrow("`KUBERNETES_CONTEXT`");
  });
});

describe("copies of public images", () => {
  test("are those that pods start from, each once", () => {
    const fluentBit = `${images}:fluent-bit-3.4.15`;
    expect(
      copiesIn(images, `"image":"${images}@${digest}" "image":"${fluentBit}" "image":"${fluentBit}"`),
    ).toEqual([
      { name: `${images}@${digest}`, tagged: `${images}:node-${digest.slice(7, 19)}`, source: nodeImage },
      {
        name: fluentBit,
        tagged: fluentBit,
        source: "public.ecr.aws/aws-observability/aws-for-fluent-bit:3.4.15",
      },
    ]);
    expect(copiesIn(images, `"image":"elsewhere/counter@sha256:0"`)).toEqual([]);
  });
});
