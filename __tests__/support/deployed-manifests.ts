import { createHash } from "node:crypto";
import type { ApiObject } from "../../constructs/kubernetes";
import type { SynthesizedStack } from "../../proofs/synthesized";

/** What a cloud answers, by the end of a reference; whatever else a resource is told is in the JSON. */
const answers: readonly (readonly [RegExp, string])[] = [
  [/^aws_subnet\..*\.id$/, "subnet-0123456789abcdef0"],
  [/^aws_security_group\..*\.id$/, "sg-0123456789abcdef0"],
  [
    /^aws_lb_target_group\..*\.arn$/,
    "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/counter/1",
  ],
  [/^aws_iam_role\..*\.name$/, "counter-nodes"],
  [/^aws_db_instance\..*\.address$/, "counter.cluster-1.us-east-1.rds.amazonaws.com"],
  [/\.secret_arn$/, "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds-1"],
  [/\.repository_url$/, "123456789012.dkr.ecr.us-east-1.amazonaws.com/counter"],
  [/^aws_s3_object\..*\.(bucket|key|version_id)$/, "counter"],
];

/** The objects of a stack's output `manifests` as they are once it is deployed: Terraform's part of them is played. */
export function deployedManifests({ output, resource }: SynthesizedStack): ApiObject[] {
  const value = (reference: string): string => {
    const [type = "", name = "", attribute = ""] = reference.split(".");
    const told: unknown = resource[type]?.[name]?.[attribute];
    if (typeof told === "string" && !told.includes("${")) return told;
    const [, answer] = answers.find(([end]) => end.test(reference)) ?? [];
    if (answer === undefined) throw new Error(`nobody knows what becomes of ${reference}`);
    return answer;
  };
  const resolve = (text: string) =>
    text.replace(/\$\{([a-z][\w.[\]-]*)\}/g, (_, reference: string) => value(reference));
  const digest = /\$\{substr\(sha256\("((?:\\.|[^"\\])*)"\), 0, (\d+)\)\}/g;
  const text = String(output.manifests?.value).replace(digest, (_, json: string, digits: string) =>
    createHash("sha256").update(resolve(json)).digest("hex").slice(0, Number(digits)),
  );
  return (JSON.parse(resolve(text)) as { items: ApiObject[] }).items;
}
