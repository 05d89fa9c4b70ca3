import { readFileSync, writeFileSync } from "node:fs";

/** A table as prettier would write it: every column as wide as its widest cell. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(3, title.length, ...rows.map((row) => row[column]!.length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(" | ")} |`;
  return [head, widths.map((width) => "-".repeat(width)), ...rows].map(line).join("\n");
}

/**
 * What a page says between `<!-- generated: name -->` and `<!-- end -->`, after writing `current` there where
 * `UPDATE_DOCS` is set.
 */
export function generatedPart(file: string, name: string, current: string): string {
  const text = readFileSync(file, "utf8");
  const [begin, end] = [`<!-- generated: ${name} -->\n\n`, "\n\n<!-- end -->"];
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf(end, from);
  if (from < begin.length || to < 0) throw new Error(`${file} has no generated part "${name}"`);
  if (process.env.UPDATE_DOCS) writeFileSync(file, text.slice(0, from) + current + text.slice(to));
  return process.env.UPDATE_DOCS ? current : text.slice(from, to);
}
