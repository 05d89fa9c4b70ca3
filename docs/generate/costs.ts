import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { awsMonthUsd } from "./aws-costs";
import { awsStack, kubernetes } from "../../__tests__/support/aws-stacks";
import { synth } from "../../__tests__/support/synth";
import { profiles } from "../../stacks/context/profiles";
import { quantitiesOf } from "./oci";
import { hoursInMonth, ociMonthUsd } from "./oci-prices";
import { table, withBlocks } from "./table";

/** Where the table is. */
export const costsFile = join(__dirname, "../../README.md");

const afternoonHours = 4;

/** The README as it must be: what is written by hand, and between its markers what each stack costs. */
export function costsPage(written: string = readFileSync(costsFile, "utf8")): string {
  const names = ["lab", "production"] as const;
  const months = [
    ...names.map((name) => [`AWS, \`${name}\``, awsMonthUsd(synth(awsStack(profiles[name])))] as const),
    ["AWS, `lab` on Kubernetes", awsMonthUsd(synth(awsStack(profiles.lab, { kubernetes })))] as const,
    ...names.map((name) => [`OCI, \`${name}\``, ociMonthUsd(quantitiesOf(name))] as const),
    ["OCI, `lab` on Kubernetes", ociMonthUsd(quantitiesOf("lab on Kubernetes"))] as const,
  ];
  const rows = months.map(([stack, usd]) => [
    stack,
    `$${((usd / hoursInMonth) * afternoonHours).toFixed(2)}`,
    `$${Math.round(usd).toLocaleString("en-US")}`,
  ]);
  return withBlocks(written, { costs: table(["stack", "an afternoon of four hours", "a month"], rows) });
}

if (require.main === module) writeFileSync(costsFile, costsPage());
