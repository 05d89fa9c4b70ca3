import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Testing } from "cdktf";
import { awsStack, kubernetes } from "../../__tests__/support/aws-stacks";
import { synth } from "../../__tests__/support/synth";
import { quantitiesOf } from "../../delivery/plan/prices";
import { awsFleet } from "../../rehearsal/simulation/aws";
import { awsPods } from "../../rehearsal/simulation/aws-pods";
import { bars, chart, panelsOf } from "../../rehearsal/simulation/chart";
import { type Assumptions, defaultAssumptions, type Fleet } from "../../rehearsal/simulation/fleet";
import { ociFleet } from "../../rehearsal/simulation/oci";
import { ociPods } from "../../rehearsal/simulation/oci-pods";
import { podsOf } from "../../rehearsal/simulation/pods";
import { outcomeOf, yearOf } from "../../rehearsal/simulation/outcome";
import { boots, limits, outcomes, podStarts, year } from "../../rehearsal/simulation/report";
import { scenarios } from "../../rehearsal/simulation/scenarios";
import { type Profile, profiles } from "../../stacks/context/profiles";
import type { OciOptions } from "../../stacks/oci/options";
import { OciStack } from "../../stacks/oci-stack";
import { awsCosts, type Cost } from "./aws-costs";
import { ociCosts } from "./oci-prices";
import { withBlocks } from "./table";

const page = join(__dirname, "../scaling.md");
const folder = join(__dirname, "../pictures");

/** Requests a second at the busiest: what both stacks carry as they are, and what asks for more than two servers. */
const peaks = { deployed: 2_000, large: 45_000 };

const podsTitle =
  "A spike, met by servers and by pods: requests, machines and time of answers on both clouds";

/** The page as it must be, and its pictures by their files. */
export function scalingPage(written: string = readFileSync(page, "utf8")) {
  const stacks = {
    ...fleets("lab", "AWS", "OCI"),
    ...fleets("production", "AWS production", "OCI production"),
    ...podFleets("lab", "AWS pods", "OCI pods"),
    ...podFleets("production", "AWS production, pods", "OCI production, pods"),
  };
  const lab = fleets("lab", "AWS", "OCI");
  const free = { ...defaultAssumptions, freeBandwidth: true };
  const wide = fleets("lab", "AWS", "OCI", free);
  const played = Object.fromEntries(
    scenarios(peaks.large).map((scenario) => [
      scenario.name,
      Object.entries(wide).map(([stack, fleet]) => outcomeOf(stack, fleet, scenario)),
    ]),
  );
  const deployed = scenarios(peaks.deployed).map((scenario) => {
    const results = Object.entries(lab).map(([stack, fleet]) => outcomeOf(stack, fleet, scenario));
    return `**${scenario.title}**\n\n${outcomes(results, lab)}`;
  });
  const large = scenarios(peaks.large).map(
    ({ name, title }) =>
      `### ${title}\n\n![${altOf(title)}](pictures/scaling-${name}.svg)\n\n${outcomes(played[name]!, wide)}`,
  );
  const months = Object.fromEntries(
    Object.entries(wide).map(([stack, fleet]) => [stack, yearOf(stack, fleet, peaks.large)]),
  );
  const four = { ...wide, ...podFleets("lab", "AWS pods", "OCI pods", free) };
  const beside = scenarios(peaks.large).map((scenario) => ({
    ...scenario,
    results: Object.entries(four).map(([stack, fleet]) => outcomeOf(stack, fleet, scenario)),
  }));
  const text = withBlocks(written, {
    limits: limits(stacks),
    boots: boots(),
    pods: beside.map(({ title, results }) => `**${title}**\n\n${outcomes(results, four)}`).join("\n\n"),
    starts: podStarts(podsOf(awsClusterJson(profiles.lab))),
    deployed: deployed.join("\n\n"),
    large: large.join("\n\n"),
    year: year(months),
  });
  const pictures = Object.fromEntries([
    ...scenarios(peaks.large).map(({ name, title }) => [
      `scaling-${name}.svg`,
      chart(altOf(title), "hours", panelsOf(played[name]!)),
    ]),
    ["scaling-year.svg", yearPicture(months)],
    ["costs.svg", costsPicture()],
    ["scaling-pods.svg", chart(podsTitle, "hours", panelsOf(beside[0]!.results))],
  ]) as Record<string, string>;
  return { text, pictures };
}

/** The page as it is, and a picture as it lies in the folder. */
export const scalingAsWritten = {
  page: () => readFileSync(page, "utf8"),
  picture: (file: string) => readFileSync(join(folder, file), "utf8"),
};

function fleets<A extends string, O extends string>(
  profile: keyof typeof profiles,
  aws: A,
  oci: O,
  assumed: Assumptions = defaultAssumptions,
): Record<A | O, Fleet> {
  return {
    [aws]: awsFleet(synth(awsStack(profiles[profile])), assumed),
    [oci]: ociFleet(ociJson(profiles[profile]), assumed),
  } as Record<A | O, Fleet>;
}

/** The same stacks with a cluster in place of servers; pods fetch the artifact, as they do without an image of one's own. */
function podFleets<A extends string, O extends string>(
  profile: keyof typeof profiles,
  aws: A,
  oci: O,
  assumed: Assumptions = defaultAssumptions,
): Record<A | O, Fleet> {
  const options = { network: {}, database: {}, web: {}, kubernetes: { access: {} } };
  return {
    [aws]: awsPods(awsClusterJson(profiles[profile]), assumed),
    [oci]: ociPods(ociJson(profiles[profile], options), assumed),
  } as Record<A | O, Fleet>;
}

function awsClusterJson(profile: Profile) {
  return synth(awsStack(profile, { kubernetes: { access: kubernetes.access } }));
}

function ociJson(profile: Profile, options?: OciOptions) {
  return synth(new OciStack(Testing.app(), "oci-stack", { profile, ...(options && { options }) }));
}

function altOf(title: string): string {
  return `${title}: requests, servers and time of answers on both clouds`;
}

function yearPicture(months: Readonly<Record<string, ReturnType<typeof yearOf>>>): string {
  const over = (of: (day: ReturnType<typeof yearOf>[number]) => number) =>
    Object.entries(months).map(([name, days]) => ({
      name,
      points: days.map((day, month) => [month + 1, of(day)] as const),
    }));
  return chart("A year's growth: servers, time of answers and dollars a day on both clouds", "months", [
    { title: "servers at the busiest", lines: over(({ mostCopies }) => mostCopies), steps: true },
    {
      title: "99 of 100 are answered within, ms",
      lines: over(({ worstP99Ms }) => worstP99Ms),
      logarithmic: true,
    },
    { title: "US dollars a day, without traffic", lines: over(({ usdADay }) => usdADay) },
  ]);
}

/** Costs of each stack in a month without visitors, by tier. */
function costsPicture(): string {
  const named = Object.entries<Profile>(profiles).flatMap(([name, profile]) => [
    [`AWS ${name}`, awsCosts(synth(awsStack(profile)))] as const,
    [`OCI ${name}`, ociCosts(quantitiesOf(ociJson(profile)))] as const,
  ]);
  const parts = named.map(([stack, costs]) => [stack, byTier(costs)]);
  return bars(
    "What each stack costs in a month without visitors, by tier",
    "US dollars a month, without visitors",
    Object.fromEntries(parts) as Record<string, Record<string, number>>,
  );
}

function byTier(costs: readonly Cost[]): Record<string, number> {
  const sums: Record<string, number> = { public: 0, web: 0, data: 0, "network and watching": 0 };
  for (const { tier, cents } of costs) sums[tier]! += cents / 100;
  return sums;
}

function main(): void {
  const { text, pictures } = scalingPage();
  writeFileSync(page, text);
  for (const [file, svg] of Object.entries(pictures)) writeFileSync(join(folder, file), svg);
}

if (require.main === module) main();
