import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { chart } from "./chart";
import { goalsTable } from "./goals";
import { generator } from "./load";
import * as measure from "./measurements";
import { machine, markdown, type Table } from "./report";
import { simulationTables } from "./simulation";
import { openStage, type Stage } from "./stage";
import * as table from "./tables";

const quick = process.argv.includes("--quick");
const soakSeconds = process.argv.includes("--soak") ? 600 : 0;

/** The full run takes about ten minutes, the quick one about one and proves no more than that everything runs. */
const effort = quick
  ? { rounds: 1, seconds: 1, crowds: [1, 64], curve: [1, 8, 64], rates: [1_500], servers: [1, 2], starts: 2 }
  : {
      rounds: 5,
      seconds: 3,
      crowds: [1, 8, 64, 256],
      curve: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
      rates: [1_500, 5_000],
      servers: [1, 2, 4],
      starts: 11,
    };

const docs = path.resolve(__dirname, "../docs");
const page = path.join(docs, "performance.md");
const picture = path.join(docs, "performance.svg");
const [BEGIN, END] = ["<!-- npm run bench writes from here -->", "<!-- to here -->"];

async function measureAll(stage: Stage): Promise<Table[]> {
  const aloneMs = await stage.commitMs();
  const { contests, memoryMb } = await measure.sideBySide(stage, effort.crowds, effort);
  const slower = [
    ["commit of about 1.2 ms", await measure.slowCommits(stage, 1, effort)],
    ["commit of about 4.2 ms", await measure.slowCommits(stage, 4, effort)],
    ["0.5 ms away", await measure.farDatabase(stage, 0.5, effort)],
  ] as const;
  const open = { rounds: Math.min(3, effort.rounds), seconds: 2 * effort.seconds };
  const arrivals = [];
  for (const rate of effort.rates) arrivals.push([rate, await measure.arrivals(stage, rate, open)] as const);
  const servers = [];
  for (const count of effort.servers)
    servers.push({ servers: count, ...(await measure.manyServers(stage, count, effort)) });
  const health = [
    ["this disk", await measure.healthUnderLoad(stage, 0, 4 * effort.seconds)],
    ["commit of about 4.2 ms", await measure.healthUnderLoad(stage, 4, 4 * effort.seconds)],
  ] as const;
  const starts = await measure.coldStarts(stage, effort.starts);
  const footprint = { ...starts, artifactKb: measure.artifactKb(), memoryMb };
  const tables = [
    goalsTable({ contests, slower, arrivals, servers, health, footprint }),
    table.sideBySideTable(contests, aloneMs),
    table.slowerTable(slower),
    table.arrivalsTable(arrivals),
    table.serversTable(servers),
    table.healthTable(health),
    table.footprintTable(footprint),
  ];
  await drawCurve(stage);
  if (soakSeconds > 0) tables.push(soakTable(await measure.soak(stage, soakSeconds, 30)));
  return tables;
}

function soakTable(samples: readonly number[]): Table {
  const at = (share: number) => samples[Math.floor((samples.length - 1) * share)]?.toFixed(0) ?? "";
  return {
    title: "Memory over ten minutes",
    note: "64 connections without a pause; resident memory in MB.",
    head: ["after 30 s", "half-way", "at the end", "largest"],
    rows: [[at(0), at(0.5), at(1), Math.max(...samples).toFixed(0)]],
  };
}

async function drawCurve(stage: Stage): Promise<void> {
  const points = await measure.curve(stage, effort.curve, {
    rounds: Math.min(2, effort.rounds),
    seconds: Math.min(2, effort.seconds),
  });
  const lines = [measure.OURS, measure.BARE, measure.EACH].map((name) => ({
    name,
    points: points.map(({ connections, result }) => [connections, result.median(name, "rate")] as const),
  }));
  if (!quick) writeFileSync(picture, chart("Requests per second", lines));
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
  const stage = await openStage();
  try {
    const tables = [...(await measureAll(stage)), ...simulationTables()];
    console.log(tables.map(markdown).join("\n"));
    if (!quick) await write(tables);
  } finally {
    await stage.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
