import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { drawing } from "./chart";
import { artifactKb, coldStarts, soak } from "./footprint";
import { goalsTable } from "./goals";
import { generator } from "./load";
import { panels } from "./panels";
import { machine, markdown, type Table } from "./report";
import * as measure from "./side-by-side";
import { simulationTables } from "./simulation";
import { openStage, type Stage } from "./stage";
import * as table from "./tables";
import * as visitors from "./visitors";

const quick = process.argv.includes("--quick");
const soakMinutes = process.argv.includes("--soak") ? 10 : 0;

const full = {
  rounds: 13,
  seconds: 2,
  crowds: [1, 8, 64, 256],
  bigCrowds: [64, 256],
  curve: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  delays: [0, 0.5, 1, 2, 4, 8],
  rates: [1_500, 5_000],
  servers: [1, 2, 4],
  starts: 15,
  updates: 1_000,
};
/** Proves no more than that everything runs. */
const short: typeof full = {
  rounds: 1,
  seconds: 1,
  crowds: [1, 64],
  bigCrowds: [64],
  curve: [1, 8, 64],
  delays: [0, 1],
  rates: [1_500],
  servers: [1, 2],
  starts: 2,
  updates: 100,
};
const effort = quick ? short : full;
/** Rounds of measurements that take long in any case. */
const some = { rounds: Math.min(5, effort.rounds), seconds: effort.seconds };
const long = { rounds: Math.min(7, effort.rounds), seconds: 2 * effort.seconds };

const docs = path.resolve(__dirname, "../docs");
const page = path.join(docs, "performance.md");
const picture = path.join(docs, "performance.svg");
const [BEGIN, END] = ["<!-- npm run bench writes from here -->", "<!-- to here -->"];

async function measureAll(disk: Stage, memory: Stage): Promise<Table[]> {
  const alone = await disk.updates(effort.updates);
  const { contests, memoryMb } = await measure.sideBySide(disk, effort.crowds, effort);
  const aloneInMemory = await memory.updates(effort.updates);
  const inMemory = await measure.sideBySide(memory, effort.bigCrowds, effort);
  const slower = [];
  for (const delay of effort.delays) slower.push(await measure.slowCommits(memory, delay, some));
  const far = await measure.farDatabase(disk, 0.5, some);
  const arrivals = await visitors.arrivals(memory, effort.rates, long);
  const servers = await visitors.manyServers(disk, effort.servers, effort);
  const health = [
    ["this disk", await visitors.healthUnderLoad(disk, 0, long)],
    ["commit + 4 ms", await visitors.healthUnderLoad(memory, 4, long)],
  ] as const;
  const starts = await coldStarts(disk, effort.starts);
  const footprint = { ...starts, artifactKb: artifactKb(), memoryMb };
  const crowds = await measure.curve(disk, effort.curve, { rounds: some.rounds, seconds: 1 });
  if (!quick) writeFileSync(picture, drawing(panels(crowds, slower, servers)));
  return [
    goalsTable({ contests, slower: [...slower, far], arrivals, servers, health, footprint }),
    table.sideBySideTable(contests, alone, disk.medium),
    table.sideBySideTable(inMemory.contests, aloneInMemory, memory.medium),
    table.slowerTable([...slower, far], memory.medium),
    table.arrivalsTable(arrivals, memory.medium),
    table.serversTable(servers),
    table.healthTable(health),
    table.footprintTable(footprint),
    ...(soakMinutes > 0 ? [table.soakTable(await soak(disk, soakMinutes * 60, 30), soakMinutes)] : []),
  ];
}

/** Replaces what the last full run wrote, and nothing else of the page. */
async function write(tables: readonly Table[]): Promise<void> {
  const text = readFileSync(page, "utf8");
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (before < 0 || after < before)
    throw new Error(`${page} must have the lines \`${BEGIN}\` and \`${END}\``);
  const measured = [machine(generator), "", ...tables.map(markdown)].join("\n");
  const draft = `${text.slice(0, before + BEGIN.length)}\n\n${measured}\n${text.slice(after)}`;
  writeFileSync(page, await format(draft, { ...(await resolveConfig(page)), filepath: page }));
}

async function main(): Promise<void> {
  console.log(`${machine(generator)}\n`);
  const stages: Stage[] = [];
  try {
    stages.push(await openStage("disk"), await openStage("memory"));
    const [disk, memory] = stages as [Stage, Stage];
    const tables = [...(await measureAll(disk, memory)), ...simulationTables()];
    console.log(tables.map(markdown).join("\n"));
    if (!quick) await write(tables);
  } finally {
    for (const stage of stages) await stage.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
