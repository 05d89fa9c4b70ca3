import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { ApiObject } from "../../../constructs/kubernetes";
import { Exposure, kubernetesManifests, kubernetesVersion, Program } from "../../../constructs/kubernetes";
import { profiles } from "../../../stacks/context/profiles";
import { type AwsOptions, awsStack, kubernetes } from "../../support/aws-stacks";
import { deployedManifests } from "../../support/deployed-manifests";
import { schemaFile, subsetOf } from "../../support/kubernetes-schema/subset";
import { synth } from "../../support/synth";
import { workload } from "../../support/workload";
import { ControlPlane } from "./control-plane/control-plane";
import { applied, defineKinds } from "./control-plane/kinds";
import { lacking } from "./control-plane/programs";

const lacks = lacking("etcd", "kube-apiserver");

const onAws = (options: NonNullable<AwsOptions["kubernetes"]>) =>
  deployedManifests(synth(awsStack(profiles.lab, { kubernetes: options })));
const exposure = Exposure.nodePort(30_080);
const sets: Readonly<Record<string, () => readonly ApiObject[]>> = {
  "of the AWS stack with an image": () => onAws(kubernetes),
  "of the AWS stack without one": () => onAws({ access: kubernetes.access }),
  "behind ports of nodes": () => kubernetesManifests({ ...workload, exposure }),
  "with the artifact fetched": () =>
    kubernetesManifests({
      ...workload,
      program: Program.artifact({ url: "https://store.example.com/artifact" }),
    }),
};

(lacks ? describe.skip : describe)(`a real API server${lacks ? ` (${lacks})` : ""}`, () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    plane = await ControlPlane.start();
  }, 300_000);
  afterAll(() => plane.stop());

  test("is of the version that clusters run", async () => {
    const { major, minor } = (await plane.api.must("GET", "/version")) as Record<string, string>;
    expect(`${major}.${minor}`).toBe(kubernetesVersion);
  });

  test.each(Object.entries(sets))(
    "takes every object %s, strictly and without a warning, and finds nothing to change the second time",
    async (_, objectsOf) => {
      const objects = objectsOf();
      await defineKinds(plane.api, objects);
      const said = [];
      const versions: string[][] = [];
      for (const turn of ["", "&force=false"]) {
        const answers = [];
        for (const object of objects) answers.push(await applied(plane.api, object, turn));
        said.push(
          ...answers.flatMap(({ code, body, warnings }, at) =>
            code < 300 && warnings.length === 0 ? [] : [[objects[at]?.kind, code, body.message, warnings]],
          ),
        );
        versions.push(answers.map(({ body }) => body.metadata?.resourceVersion as string));
      }
      expect(said).toEqual([]);
      expect(versions[1]).toEqual(versions[0]);
    },
  );

  test("publishes the schema that tests hold objects against where there is no API server", async () => {
    expect(await subsetOf((groupVersion) => plane.openApi(groupVersion))).toEqual(
      JSON.parse(readFileSync(schemaFile, "utf8")),
    );
  });

  test("refuses a field that it does not know", async () => {
    const [object] = kubernetesManifests(workload).filter(({ kind }) => kind === "Deployment");
    const typo = { ...object!, spec: { ...(object!.spec as object), minReadySecond: 10 } };
    const { code, body } = await applied(plane.api, typo, "&dryRun=All");
    expect(code).toBeGreaterThanOrEqual(400);
    expect(body.message).toContain("minReadySecond");
  });

  test("does not let what a Job runs be changed: another migration needs another name", async () => {
    const [job] = kubernetesManifests(workload).filter(({ kind }) => kind === "Job");
    const [other] = kubernetesManifests({
      ...workload,
      program: Program.image(`registry.example.com/demo@sha256:${"1".repeat(64)}`),
    }).filter(({ kind }) => kind === "Job");
    expect(other?.metadata.name).not.toBe(job?.metadata.name);
    const { code, body } = await applied(plane.api, { ...other!, metadata: job!.metadata }, "&dryRun=All");
    expect(code).toBe(422);
    expect(body.message).toContain("field is immutable");
  });

  type Change = (pod: Record<string, never>, container: Record<string, never>) => void;
  const changes: readonly (readonly [string, Change, string | undefined])[] = [
    ["as they are", () => undefined, undefined],
    ["as root", ({ securityContext }) => Object.assign(securityContext!, { runAsUser: 0 }), "runAsUser=0"],
    [
      "with a capability",
      (_, { securityContext }) => Object.assign(securityContext!, { capabilities: { add: ["SYS_ADMIN"] } }),
      "unrestricted capabilities",
    ],
    [
      "with the node's files",
      (pod) => Object.assign(pod, { volumes: [{ name: "node", hostPath: { path: "/" } }] }),
      "restricted volume types",
    ],
    ["with the node's network", (pod) => Object.assign(pod, { hostNetwork: true }), "host namespaces"],
    [
      "without seccomp",
      ({ securityContext }) => Object.assign(securityContext!, { seccompProfile: undefined }),
      "seccompProfile",
    ],
  ];
  test.each(changes)("admits pods %s by Pod Security, and no others", async (_, change, complaint) => {
    const objects = kubernetesManifests(workload);
    for (const object of objects.filter(({ kind }) => /Namespace|ServiceAccount/.test(kind)))
      await applied(plane.api, object);
    for (const kind of ["Deployment", "Job"]) {
      const [object] = objects.filter((each) => each.kind === kind);
      const { template } = object?.spec as { template: { metadata: object; spec: never } };
      const spec = structuredClone(template.spec) as Record<string, never>;
      change(spec, (spec.containers as unknown as Record<string, never>[])[0]!);
      const { namespace } = object!.metadata;
      const pod = { apiVersion: "v1", kind: "Pod", metadata: { ...template.metadata, name: "one" }, spec };
      const at = `/api/v1/namespaces/${namespace}/pods?dryRun=All&fieldValidation=Strict`;
      const { code, body } = await plane.api.ask("POST", at, pod);
      if (complaint === undefined) expect([kind, code, body.message]).toEqual([kind, 201, undefined]);
      else {
        expect([kind, code]).toEqual([kind, 403]);
        expect(body.message).toContain('violates PodSecurity "restricted:v1.36"');
        expect(body.message).toContain(complaint);
      }
    }
  });
});
