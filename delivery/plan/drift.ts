import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { cloudOf, subjectOf } from "../cloud";
import type { Drift } from "../github/drift-issue";
import { type Change, driftIn, type PlanJson } from "./changes";
import { runAddress } from "./run";
import type { Subject } from "./summary";
import { Terraform } from "./terraform";

/** Compares what Terraform remembers with what is there, and writes what differs. */
export function lookForDrift(args: readonly string[], root: string): void {
  const options = { report: { type: "string" } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const cloud = cloudOf(positionals[0]);
  const terraform = new Terraform(cloud, root);
  terraform.init();
  const body = driftReport(terraform.plan("-refresh-only", "-lock=false"), runAddress());
  const drift: Drift = { title: titleOf(subjectOf(cloud)), body };
  if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(drift));
  console.log(body ?? "Everything is as it was deployed.");
}

function titleOf({ cloud, environment }: Subject): string {
  return `Drift: ${[cloud, environment].filter(Boolean).join(" · ")}`;
}

/** Attributes that the clouds change by themselves, by type: changes of these alone are no drift. */
const expected: Readonly<Record<string, readonly string[]>> = {
  aws_autoscaling_group: ["desired_capacity", "predicted_capacity", "warm_pool_size"],
  aws_db_instance: ["allocated_storage", "latest_restorable_time", "status"],
  oci_core_instance_pool: ["actual_size", "size", "state"],
  oci_database_autonomous_database: ["state", "time_of_last_backup"],
};

/** Report of the drift, in Markdown; undefined where nothing that matters has drifted. */
export function driftReport(plan: PlanJson, run?: string): string | undefined {
  const drifted = driftIn(plan).filter(matters);
  if (drifted.length === 0) return undefined;
  const lines = drifted.map(({ address, kind, because }) =>
    kind === "delete" ? `- ${address} is gone` : `! ${address} (${because.join(", ")})`,
  );
  const parts = [
    "Somebody or something changed this without Terraform:",
    ["```diff", ...lines, "```"].join("\n"),
    "The next deployment sets it back. Whoever wants it to stay writes it into the sources. This issue closes by itself once nothing differs.",
    ...(run === undefined ? [] : [`[The run that found it](${run})`]),
  ];
  return `${parts.join("\n\n")}\n`;
}

function matters({ type, kind, because }: Change): boolean {
  return kind !== "update" || because.some((name) => !(expected[type] ?? []).includes(name));
}
