import { describe, expect, test } from "@jest/globals";
import { Testing } from "cdktf";
import { awsStackFrom, ociStackFrom } from "../../stacks/context/from-context";
import { placeOf } from "../../stacks/context/environments";
import type { Synthesized } from "../../proofs/synthesized";
import { type SynthesizedStack, synth } from "../support/synth";

const everything = {
  profile: "production",
  awsRegion: "us-east-1",
  awsDomainName: "www.example.com",
  awsHostedZoneId: "Z0123456789ABC",
  awsAlarmEmail: "ops@example.com",
  awsMonthlyBudgetUsd: 100,
  awsCustomerKey: true,
  awsWebAcl: true,
  ociBastionAllowFrom: ["203.0.113.0/24"],
};
const longest = "a-name-of-twenty-let";
const environments = { dev: {}, "pr-*": {}, [longest]: {} };
const names = ["", "dev", "pr-1", "pr-11", longest];

function stacksOf(
  environment: string,
  context: object = everything,
): Record<"aws" | "oci", SynthesizedStack> {
  const place = () => placeOf(Testing.app({ context: { ...context } }), environments, environment);
  return { aws: synth(awsStackFrom(place())), oci: synth(ociStackFrom(place())) };
}

/** Arguments by which a cloud tells resources of an account, a region or a compartment apart. */
const nameArguments =
  /^(name|name_prefix|identifier|identifier_prefix|final_snapshot_identifier|bucket|bucket_prefix|alarm_name|dashboard_name|display_name|secret_name|db_name|namespace)$/;

/** Names that belong to something that the stack has for itself alone, or to nothing at all. */
const withinTheStack = [
  "aws_autoscaling_policy name",
  "aws_cloudwatch_metric_alarm namespace",
  "aws_db_instance db_name",
  "aws_iam_role_policy name_prefix",
  // six characters at the most, and random ones behind them
  "aws_lb_target_group name_prefix",
  "aws_route53_record name",
  "aws_s3_object bucket",
  "oci_load_balancer_backend_set name",
  "oci_load_balancer_listener name",
  "oci_load_balancer_rule_set name",
  "oci_monitoring_alarm namespace",
  // belongs to its bucket
  "oci_objectstorage_preauthrequest name",
];

/** Every physical name of a stack as `type argument value`. */
function namesIn({ resource }: SynthesizedStack): string[] {
  return Object.entries(resource).flatMap(([type, byName]) =>
    Object.values(byName as Record<string, Synthesized>).flatMap((config) =>
      Object.entries(config)
        .filter(
          ([argument]) => nameArguments.test(argument) && !withinTheStack.includes(`${type} ${argument}`),
        )
        // What refers to another resource is as different as that one's own name.
        .filter(([, value]) => typeof value === "string" && !/^\$\{[a-z0-9_]+\.[^(]*\}$/.test(value))
        .map(([argument, value]) => `${type} ${argument} ${String(value)}`),
    ),
  );
}

describe.each(["aws", "oci"] as const)("environments on %s", (cloud) => {
  const all = new Map(names.map((name) => [name, stacksOf(name)[cloud]]));

  test("have no physical name in common", () => {
    const owners = new Map<string, string[]>();
    for (const [environment, stack] of all)
      for (const name of new Set(namesIn(stack)))
        owners.set(name, [...(owners.get(name) ?? []), environment]);
    expect(owners.size).toBeGreaterThan(100);
    expect([...owners].filter(([, environments]) => environments.length > 1)).toEqual([]);
  });

  test("have the same addresses in Terraform's state", () => {
    const addresses = ({ resource }: SynthesizedStack) =>
      Object.entries(resource).flatMap(([type, byName]) =>
        Object.keys(byName).map((name) => `${type}.${name}`),
      );
    const [first, ...others] = [...all.values()].map(addresses);
    for (const other of others) expect(other.sort()).toEqual(first!.sort());
  });

  test("are told apart by a tag, and the one without a name has none", () => {
    const tagsOf = (stack: SynthesizedStack) => JSON.stringify(stack).match(/"environment":"[^"]+"/g) ?? [];
    for (const [environment, stack] of all) {
      const others = tagsOf(stack).filter((tag) => tag !== `"environment":"${environment}"`);
      expect(others).toEqual([]);
      expect(tagsOf(stack).length > 0).toBe(environment !== "");
    }
  });
});

describe("one environment in two regions of AWS", () => {
  /** Kinds of things whose names belong to the account and not to a region. */
  const ofTheAccount = [
    "aws_budgets_budget",
    "aws_cloudwatch_dashboard",
    "aws_iam_instance_profile",
    "aws_iam_role",
    "aws_s3_bucket",
  ];

  const namesOf = (region: string) => {
    const { resource } = stacksOf("dev", { ...everything, awsRegion: region }).aws;
    return ofTheAccount.flatMap((type) =>
      Object.values((resource[type] ?? {}) as Record<string, Synthesized>).map((config) => ({
        type,
        config,
      })),
    );
  };

  test("has no fixed name in common that belongs to the account", () => {
    const fixed = (region: string) =>
      namesOf(region).flatMap(({ type, config }) => {
        const name = config.name ?? config.dashboard_name ?? config.bucket;
        return typeof name === "string" ? [`${type} ${name}`] : [];
      });
    expect(fixed("us-east-1")).toEqual([
      "aws_budgets_budget dev-aws-stack-watch-us-east-1",
      "aws_cloudwatch_dashboard dev-aws-stack-web-us-east-1",
    ]);
    expect(fixed("us-east-1").filter((name) => fixed("eu-west-1").includes(name))).toEqual([]);
  });

  test("has else only names that AWS makes unique", () => {
    const others = namesOf("us-east-1").filter(({ type }) => /role|profile|bucket$/.test(type));
    expect(others.length).toBeGreaterThan(4);
    for (const { config } of others)
      expect(config).toHaveProperty(config.bucket_prefix === undefined ? "name_prefix" : "bucket_prefix");
  });
});
