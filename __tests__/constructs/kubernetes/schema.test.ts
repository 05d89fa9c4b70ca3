import { describe, expect, test } from "@jest/globals";
import { type ApiObject, Exposure, kubernetesManifests, Program } from "../../../constructs/kubernetes";
import { profiles } from "../../../stacks/context/profiles";
import { awsStack, kubernetes } from "../../support/aws-stacks";
import { KubernetesSchema } from "../../support/kubernetes-schema";
import { type Pod, restrictedViolations } from "../../support/pod-security";
import { synth } from "../../support/synth";
import { objectsOf, workload } from "../../support/workload";

const schema = new KubernetesSchema();

const exposure = Exposure.nodePort(30_080);
const program = Program.artifact({ url: "https://store.example.com/artifact" });

describe("The API's schema", () => {
  test.each([
    ["as pods behind their own addresses", {}],
    ["behind ports of nodes, with a secret for the registry", { exposure, pullSecret: "images" }],
    ["without an image of the app", { program }],
  ])("knows every field of every object, %s", (_, props) => {
    const objects = kubernetesManifests({ ...workload, ...props });
    expect(objects.flatMap((object) => schema.errorsOf(object))).toEqual([]);
    expect(objects.length).toBeGreaterThan(10);
  });

  test.each([
    ["with an image", kubernetes],
    ["without one", { access: kubernetes.access }],
  ])(
    "knows every field of the stack on AWS, %s, but of the kinds that EKS and Karpenter add",
    (_, options) => {
      const { output } = synth(awsStack(profiles.lab, { kubernetes: options }));
      // Terraform's part: a digest of a text with quotation marks in it, and references.
      const text = String(output.manifests?.value)
        .replace(/\$\{substr\(sha256\("(?:[^"\\]|\\.)*"\), 0, 12\)\}/g, "0")
        .replace(/\$\{[^}]*\}/g, "0");
      const { items } = JSON.parse(text) as { items: ApiObject[] };
      expect(items.flatMap((object) => schema.errorsOf(object))).toEqual([
        "eks.amazonaws.com/v1 NodeClass is no kind of Kubernetes",
        "karpenter.sh/v1 NodePool is no kind of Kubernetes",
        "eks.amazonaws.com/v1 TargetGroupBinding is no kind of Kubernetes",
      ]);
      const pods = items.filter(({ kind }) => kind === "Job" || kind === "Deployment");
      expect(pods.map(({ spec }) => restrictedViolations((spec as Pod).template.spec))).toEqual([[], []]);
    },
  );

  test.each([
    ["a field that nobody knows", ["spec", "minReadySecond"], 10, /minReadySecond/],
    ["a text for a number", ["spec", "minReadySeconds"], "10", /spec\.minReadySeconds: .*number/],
    [
      "a number for a quantity",
      ["spec", "template", "spec", "containers", 0, "resources", "limits", "cpu"],
      1,
      /cpu/,
    ],
    ["a list for an object", ["spec", "selector"], [], /spec\.selector/],
    ["a field that lacks", ["spec", "template", "spec", "containers", 0, "name"], undefined, /name/],
  ])("refuses %s", (_, path, value, message) => {
    const object = structuredClone(objectsOf("Deployment")[0]) as unknown as Record<string, never>;
    let at: Record<string, never> = object;
    for (const key of path.slice(0, -1)) at = at[key as string] as never;
    Object.assign(at, { [path.at(-1) as string]: value });
    expect(schema.errorsOf(object as never).join("\n")).toMatch(message);
  });

  test("says so of a kind that is not Kubernetes' own", () => {
    expect(schema.errorsOf({ apiVersion: "apps/v2", kind: "Deployment" })).toEqual([
      "apps/v2 Deployment is no kind of Kubernetes",
    ]);
  });
});
