import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Testing } from "cdktf";
import { awsStack } from "../../__tests__/support/aws-stacks";
import { synth } from "../../__tests__/support/synth";
import { withBlocks } from "../../docs/generate/table";
import { type Profile, profiles } from "../../stacks/context/profiles";
import { OciStack } from "../../stacks/oci-stack";
import { has } from "../machine/programs";
import { events, type Outcome, rehearse } from "./events";
import { drawing, fileOf, outcomes, wrongs } from "./report";
import { awsSettings, ociSettings, type Settings } from "./settings";
import { Stage } from "./stage";

const root = join(__dirname, "../..");
const page = join(root, "docs/balancers.md");

/** `npm run rehearse:balancers`: has everything happen to both stacks, prints what came of it and draws it over time. */
async function main(): Promise<void> {
  const { clouds, names, scale, profile, write } = choices();
  if (!has("haproxy")) return console.log("skipped: haproxy is not on this machine");
  const made: Record<string, (scale: number) => Settings> = {
    aws: (by) => awsSettings(synth(awsStack(profile)), by),
    oci: (by) => ociSettings(synth(new OciStack(Testing.app(), "oci-stack", { profile })), by),
  };
  const folder = join(root, write ? "docs/pictures" : ".data/balancers");
  mkdirSync(folder, { recursive: true });
  const blocks: Record<string, string> = {};
  for (const cloud of clouds) {
    const settings = made[cloud]!(scale);
    const results = await played(settings, names);
    for (const result of results)
      writeFileSync(join(folder, fileOf(cloud, result.event)), drawing(settings.cloud, scale, result));
    blocks[cloud] = `${madeOn(scale)}\n\n${outcomes(results)}`;
    console.log(`## ${settings.cloud}\n\n${blocks[cloud]}\n`);
    for (const wrong of wrongs(results)) {
      console.log(`${settings.cloud}, ${wrong}`);
      process.exitCode = 1;
    }
  }
  if (write) writeFileSync(page, withBlocks(readFileSync(page, "utf8"), blocks));
}

async function played(settings: Settings, names: readonly string[]): Promise<Outcome[]> {
  const stage = await Stage.open(settings);
  const results: Outcome[] = [];
  try {
    for (const event of events.filter(({ name }) => names.includes(name))) {
      console.log(`${settings.cloud}: ${event.title} …`);
      results.push(await rehearse(stage, event));
    }
  } finally {
    await stage.close();
  }
  return results;
}

function madeOn(scale: number): string {
  const [processor] = cpus();
  return `Measured on ${cpus().length} cores (${processor!.model.trim()}), Node.js ${process.versions.node}, ${scale} times as fast as the stack's times.`;
}

function choices() {
  const all = events.map(({ name }) => name);
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      scale: { type: "string", default: "30" },
      profile: { type: "string", default: "lab" },
      event: { type: "string", multiple: true, default: all },
      write: { type: "boolean", default: false },
    },
  });
  const scale = Number(values.scale);
  if (!(scale >= 1 && scale <= 60)) throw new RangeError(`--scale must be from 1 to 60, got ${values.scale}`);
  const unknown = [
    ...positionals.filter((cloud) => !["aws", "oci"].includes(cloud)),
    ...values.event.filter((name) => !all.includes(name)),
  ];
  if (unknown.length > 0) throw new RangeError(`there is no cloud or event ${unknown.join(", ")}`);
  const profile = (profiles as Record<string, Profile>)[values.profile];
  if (!profile) throw new RangeError(`--profile must be one of ${Object.keys(profiles).join(", ")}`);
  const clouds = positionals.length > 0 ? positionals : ["aws", "oci"];
  return { clouds, names: values.event, scale, profile, write: values.write };
}

void main();
