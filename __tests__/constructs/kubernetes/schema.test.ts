import { describe, expect, test } from "@jest/globals";
import { Exposure, kubernetesManifests, Program } from "../../../constructs/kubernetes";
import { profiles } from "../../../stacks/context/profiles";
import { awsStack, kubernetes } from "../../support/aws-stacks";
import { deployedManifests } from "../../support/deployed-manifests";
import { KubernetesSchema } from "../../support/kubernetes-schema/schema";
import { type Pod, restrictedViolations } from "../../support/pod-security";
import { synth } from "../../support/synth";
import { objectsOf, workload } from "../../support/workload";

const schema = new KubernetesSchema();

const exposure = Exposure.nodePort(30_080);
const program = Program.artifact({ url: "https://store.example.com/artifact" });

const onAws = (options: typeof kubernetes | Pick<typeof kubernetes, "access">) =>
  deployedManifests(synth(awsStack(profiles.lab, { kubernetes: options })));

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
  ])("knows every field of the stack on AWS, %s, and so do those of EKS and Karpenter", (_, options) => {
    const objects = onAws(options);
    expect(objects.flatMap((object) => schema.errorsOf(object))).toEqual([]);
    const pods = objects.filter(({ kind }) => kind === "Job" || kind === "Deployment");
    expect(pods.map(({ spec }) => restrictedViolations((spec as Pod).template.spec))).toEqual([[], []]);
  });

  test("has no kind that no stack deploys", () => {
    const deployed = [...onAws(kubernetes), ...kubernetesManifests({ ...workload, exposure })];
    expect(new Set(deployed.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`))).toEqual(
      new Set(schema.kinds),
    );
  });

  const container = ["spec", "template", "spec", "containers", 0];
  test.each([
    ["a field that nobody knows", "Deployment", ["spec", "minReadySecond"], 10, /minReadySecond$/],
    ["a text for a number", "Deployment", ["spec", "minReadySeconds"], "10", /^spec\.minReadySeconds: .*int/],
    ["a list for a quantity", "Deployment", [...container, "resources", "limits", "cpu"], [], /cpu: /],
    [
      "a word that is none of the API's",
      "Deployment",
      [...container, "imagePullPolicy"],
      "Sometimes",
      /one of/,
    ],
    ["a list for an object", "Deployment", ["spec", "selector"], [], /^spec\.selector: /],
    [
      "a container without a name",
      "Deployment",
      [...container, "name"],
      undefined,
      /containers\.0: .*'name'/,
    ],
    [
      "a group of nodes by an address",
      "NodeClass",
      ["spec", "securityGroupSelectorTerms", 0, "id"],
      "10.0.0.1",
      /id: /,
    ],
    ["a disk of no size", "NodeClass", ["spec", "ephemeralStorage", "size"], "20GB", /size: /],
    [
      "a class of nodes by its name alone",
      "NodePool",
      ["spec", "template", "spec", "nodeClassRef", "group"],
      undefined,
      /'group'/,
    ],
    [
      "days in a time that knows hours",
      "NodePool",
      ["spec", "template", "spec", "expireAfter"],
      "14d",
      /expireAfter: /,
    ],
    [
      "a target group by its name",
      "TargetGroupBinding",
      ["spec", "targetGroupName"],
      "web",
      /targetGroupName$/,
    ],
    ["targets that are functions", "TargetGroupBinding", ["spec", "targetType"], "lambda", /targetType: /],
  ])("refuses %s", (_, kind, path, value, message) => {
    const found = [...objectsOf("Deployment"), ...onAws(kubernetes)].find((each) => each.kind === kind);
    const object = structuredClone(found) as unknown as Record<string, never>;
    let at: Record<string, never> = object;
    for (const key of path.slice(0, -1)) at = at[key as string] as never;
    Object.assign(at, { [path.at(-1) as string]: value });
    expect(schema.errorsOf(object as never).join("\n")).toMatch(message);
  });

  test("says so of a kind that it does not have", () => {
    expect(schema.errorsOf({ apiVersion: "apps/v2", kind: "Deployment" })).toEqual([
      "apps/v2 Deployment has no schema",
    ]);
  });
});
