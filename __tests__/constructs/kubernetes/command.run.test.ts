import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { type ApiObject, manifestList } from "../../../constructs/kubernetes";
import { profiles } from "../../../stacks/context/profiles";
import { until } from "../../../webapp/test/support/artifact";
import { deploy, environment, fake, folder, runAside } from "../../commands/command-line";
import { awsStack, kubernetes } from "../../support/aws-stacks";
import { deployedManifests } from "../../support/deployed-manifests";
import { synth } from "../../support/synth";
import { ControlPlane } from "./control-plane/control-plane";
import { defineKinds, pathOf } from "./control-plane/kinds";
import { imageOf, isReady, PlayedNode, type Pod } from "./control-plane/node";
import { lacking, programAt } from "./control-plane/programs";

const lacks = lacking("etcd", "kube-apiserver", "kube-controller-manager", "kubectl");

const release = (digit: string): ApiObject[] =>
  deployedManifests(
    synth(
      awsStack(profiles.lab, { kubernetes: { ...kubernetes, image: kubernetes.image.replace(/.$/, digit) } }),
    ),
  );
const only = (objects: readonly ApiObject[], kind: string) => {
  const { metadata } = objects.find((object) => object.kind === kind)!;
  return { name: metadata.name, namespace: metadata.namespace! };
};

function imageIn(objects: readonly ApiObject[]): string {
  const { template } = objects.find(({ kind }) => kind === "Deployment")!.spec as { template: Pod };
  return imageOf(template);
}

(lacks ? describe.skip : describe)(
  `npm run kubernetes, of a real cluster without nodes${lacks ? ` (${lacks})` : ""}`,
  () => {
    const [first, second, ill] = [release("1"), release("2"), release("3")];
    const { name: deployment, namespace } = only(first, "Deployment");
    let plane: ControlPlane;
    let node: PlayedNode;
    let kubeconfig: string;

    beforeAll(async () => {
      plane = await ControlPlane.start();
      kubeconfig = await plane.startControllers();
      await defineKinds(plane.api, first);
      node = new PlayedNode(plane.api);
    }, 300_000);
    afterAll(async () => {
      await node.stop();
      await plane.stop();
    });
    beforeEach(() =>
      fake("aws", `if (args[1] === "list-addons") console.log('{"addons":["metrics-server"]}');`),
    );

    const run = (verb: string, objects: readonly ApiObject[]) => {
      deploy("aws", { manifests: manifestList(objects), cluster: "counter", region: "us-east-1" });
      const programs = [path.join(folder, "bin"), path.dirname(programAt("kubectl")!), process.env.PATH];
      const env = { ...environment(programs.join(path.delimiter)), KUBECONFIG: kubeconfig };
      return runAside(["kubernetes", "aws", verb, "--context", "loopback", "--every", "0.5"], env);
    };
    const object = async (kinds: string, name: string, group = "apis/apps/v1") =>
      plane.api.ask("GET", `/${group}/namespaces/${namespace}/${kinds}/${name}`);
    const jobs = async () => {
      const { items } = await plane.api.must("GET", `/apis/batch/v1/namespaces/${namespace}/jobs`);
      return (items as { metadata: { name: string } }[]).map(({ metadata }) => metadata.name);
    };
    const serving = async () => (await node.pods()).filter((pod) => isReady(pod)).map(imageOf);

    test("apply: migrates, then serves, and says so; the second time nothing is different", async () => {
      const { status, stdout, stderr } = await run("apply", first);
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toContain(`job/${only(first, "Job").name}: complete`);
      expect(stdout).toContain(`deployment "${deployment}" successfully rolled out`);
      const { body: job } = await object("jobs", only(first, "Job").name, "apis/batch/v1");
      const { body: pods } = await object("deployments", deployment);
      expect(Date.parse(job.status.completionTime)).toBeLessThanOrEqual(
        Date.parse(pods.metadata.creationTimestamp),
      );
      expect(pods.status.readyReplicas).toBe(pods.spec.replicas);

      expect(await run("apply", first)).toMatchObject({ status: 0, stderr: "" });
      const { body: again } = await object("deployments", deployment);
      expect([again.metadata.uid, again.metadata.generation]).toEqual([
        pods.metadata.uid,
        pods.metadata.generation,
      ]);
    }, 180_000);

    test("apply: pods of the release before serve until those of the next are ready, and its migration goes", async () => {
      const before = await serving();
      const next = imageIn(second);
      node.isWell = (image) => image !== next;
      const command = run("apply", second);
      await until(async () => (await node.pods()).some((pod) => imageOf(pod) === next), "pods come", 120_000);
      expect(await serving()).toEqual(before);
      node.isWell = () => true;
      expect(await command).toMatchObject({ status: 0, stderr: "" });
      expect(new Set(await serving())).toEqual(new Set([next]));
      expect(await jobs()).toEqual([only(second, "Job").name]);
    }, 240_000);

    test("apply: after a migration that fails nothing is rolled out, and the next attempt begins with it anew", async () => {
      const before = await serving();
      node.migrations = "Failed";
      const { status, stderr } = await run("apply", ill);
      expect(status).toBe(1);
      expect(stderr).toContain("the migration failed, and nothing after it was applied");
      expect(await serving()).toEqual(before);
      node.migrations = "Succeeded";
      expect(await run("apply", ill)).toMatchObject({ status: 0 });
      expect(new Set(await serving())).toEqual(new Set([imageIn(ill)]));
    }, 400_000);

    test("delete: leaves nothing of the app", async () => {
      expect(await run("delete", ill)).toMatchObject({ status: 0, stderr: "" });
      expect((await plane.api.ask("GET", `/api/v1/namespaces/${namespace}`)).code).toBe(404);
      expect(await node.pods()).toEqual([]);
      for (const object of ill.filter(({ metadata }) => metadata.namespace === undefined)) {
        const at = `${await pathOf(plane.api, object)}/${object.metadata.name}`;
        expect([at, (await plane.api.ask("GET", at)).code]).toEqual([at, 404]);
      }
    }, 400_000);
  },
);
