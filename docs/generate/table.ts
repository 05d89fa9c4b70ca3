/** Writes a table in Markdown with its columns aligned, as prettier does. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => Array.from(row[column]!).length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell + " ".repeat(widths[column]! - Array.from(cell).length)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

/**
 * Puts generated text between a page's markers, such as `<!-- created -->` and `<!-- /created -->`.
 *
 * @throws {RangeError} when the page lacks a marker
 */
export function withBlocks(page: string, blocks: Readonly<Record<string, string>>): string {
  return Object.entries(blocks).reduce((text, [name, block]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [text.indexOf(begin), text.indexOf(end)];
    if (from < 0 || to < from) throw new RangeError(`the page must have ${begin} and ${end}`);
    return `${text.slice(0, from + begin.length)}\n\n${block}\n\n${text.slice(to)}`;
  }, page);
}
