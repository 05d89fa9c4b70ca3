import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Testing, type TerraformStack } from "cdktf";
import { context } from "../../cdktf.json";
import environments from "../../environments.json";
import type { SynthesizedStack } from "../../proofs/synthesized";
import { appWith, withoutTrace } from "../../stacks/context/app";
import type { Context } from "../../stacks/context/context";
import { placeOf } from "../../stacks/context/environments";
import { awsStackFrom, ociStackFrom } from "../../stacks/context/from-context";
import { cloudsIn, requireKnownKeys, webTierIn } from "../../stacks/context/options";
import { awsFleet } from "./aws";
import { awsPods } from "./aws-pods";
import { chart, panelsOf } from "./chart";
import { type Assumptions, defaultAssumptions, type Fleet } from "./fleet";
import { ociFleet } from "./oci";
import { ociPods } from "./oci-pods";
import { outcomeOf, yearOf } from "./outcome";
import { limits, outcomes, year } from "./report";
import { scenarios } from "./scenarios";

const folder = join(__dirname, "../../.data/simulation");

/** `npm run simulate`: plays loads on the stacks as they are configured, prints what comes of it and draws a picture of each. */
function main(): void {
  const { peak, ...assumed } = choices();
  const fleets = configured(assumed);
  print("What limits each stack", limits(fleets));
  mkdirSync(folder, { recursive: true });
  for (const scenario of scenarios(peak)) {
    const results = Object.entries(fleets).map(([stack, fleet]) => outcomeOf(stack, fleet, scenario));
    print(scenario.title, outcomes(results, fleets));
    const file = join(folder, `${scenario.name}.svg`);
    writeFileSync(file, chart(scenario.title, "hours", panelsOf(results)));
    console.log(`drawn: ${file}\n`);
  }
  const months = Object.entries(fleets).map(([stack, fleet]) => [stack, yearOf(stack, fleet, peak)]);
  print("A year in which a day grows to that", year(Object.fromEntries(months)));
}

function choices(): Assumptions & { peak: number } {
  const { values } = parseArgs({
    options: {
      peak: { type: "string", default: "2000" },
      boot: { type: "string" },
      processes: { type: "string", default: String(defaultAssumptions.processes) },
      "free-bandwidth": { type: "boolean", default: false },
    },
  });
  const number = (name: "peak" | "boot" | "processes") => {
    const value = Number(values[name]);
    if (!(value > 0)) throw new RangeError(`--${name} must be a number above 0, got ${values[name]}`);
    return value;
  };
  return {
    peak: number("peak"),
    ...(values.boot !== undefined && { bootSeconds: number("boot") }),
    processes: number("processes"),
    freeBandwidth: values["free-bandwidth"],
  };
}

/** The servers or pods of the stacks of the context. */
function configured(assumed: Assumptions): Record<string, Fleet> {
  const place = placeOf(appWith(context), environments);
  const given = place.node.getAllContext() as Context;
  requireKnownKeys(given);
  const clouds = cloudsIn(given);
  const [aws, oci] = webTierIn(given) === "kubernetes" ? [awsPods, ociPods] : [awsFleet, ociFleet];
  return {
    ...(clouds.includes("aws") && { AWS: aws(synthesized(awsStackFrom(place)), assumed) }),
    ...(clouds.includes("oci") && { OCI: oci(synthesized(ociStackFrom(place)), assumed) }),
  };
}

function synthesized(stack: TerraformStack): SynthesizedStack {
  return JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
}

function print(title: string, text: string): void {
  console.log(`## ${title}\n\n${text}\n`);
}

withoutTrace(main);
