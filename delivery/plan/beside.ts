import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { packetPaths } from "../../proofs/aws/packets";
import { reach } from "../../proofs/oci/reach";
import type { SynthesizedStack } from "../../proofs/synthesized";
import type { Cloud } from "../../stacks/context/keys";
import { type Difference, difference } from "./differences";
import { monthlyCosts } from "./prices";

/** Differences that a change of the sources makes and no plan shows: the monthly costs, and who reaches whom. */
export function differencesBetween(
  cloud: Cloud,
  before: SynthesizedStack,
  after: SynthesizedStack,
): Difference[] {
  const ways = cloud === "aws" ? packetPaths : reach;
  return [priceDifference(cloud, before, after), difference("Who reaches whom", ways(before), ways(after))];
}

/** Reads what was synthesized of a stack; nothing where there is none. */
export function synthesizedIn(folder: string, cloud: Cloud): SynthesizedStack | undefined {
  const file = path.join(folder, "stacks", `${cloud}-stack`, "cdk.tf.json");
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as SynthesizedStack) : undefined;
}

function priceDifference(cloud: Cloud, before: SynthesizedStack, after: SynthesizedStack): Difference {
  const [old, wanted] = [before, after].map((json) => monthlyCosts(cloud, json)) as [Costs, Costs];
  const written = (costs: Costs) => costs.map(({ what, cents }) => `${what}: ${dollars(cents)}`);
  const sum = (costs: Costs) => costs.reduce((total, { cents }) => total + cents, 0);
  const change = sum(wanted) - sum(old);
  const title = `Price: ${dollars(sum(wanted))} a month without visitors (${change < 0 ? "−" : "+"}${dollars(Math.abs(change))})`;
  return difference(title, written(old), written(wanted));
}

type Costs = ReturnType<typeof monthlyCosts>;

function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}
