import { describe, expect, test } from "@jest/globals";
import { kubernetesManifests, Program } from "../../../constructs/kubernetes";
import { workload } from "../../support/workload";
import { Manifests, rules } from "./linters";

const identities = { serve: {}, migrate: {} };
const program = Program.artifact({ url: "https://store.example.com/artifact" });
const variants = [{ identities }, { identities, program }].map(
  (props) => new Manifests(kubernetesManifests({ ...workload, ...props })),
);

describe("What linters ask of manifests", () => {
  test.each(rules.map((rule) => [rule.name, rule] as const))("%s", (_, { holds, exception }) => {
    for (const manifests of variants) expect(Boolean(holds(manifests))).toBe(exception === undefined);
  });

  test("tokens that are mounted are found: a cloud that needs them says why", () => {
    const { holds } = rules.find(({ name }) => name.includes("automountServiceAccountToken")) ?? {};
    expect(holds?.(new Manifests(kubernetesManifests(workload)))).toBe(false);
  });
});
