import { arch, cpus, totalmem } from "node:os";

/** A table of what was measured. */
export interface Table {
  readonly title: string;
  /** Note for the reader. */
  readonly note: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table in Markdown. */
export function markdown({ title, note, head, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [`### ${title}`, "", note, "", line(head), line(rule), ...rows.map(line), ""].join("\n");
}

/** The machine that all of it was measured on. */
export function machine(generator: string): string {
  const { length } = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  const model = cpus()[0]?.model.trim() ?? "unknown processor";
  return `Measured ${day} on ${length} cores (${model}, ${process.platform} ${arch()}, ${memory} GiB), Node.js ${process.versions.node}, load by \`${generator}\`.`;
}
