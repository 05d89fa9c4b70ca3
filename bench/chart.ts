/** A line of a panel. */
interface Line {
  /** Whose line it is; decides its colour. */
  readonly name: string;
  /** Where it goes, both above 0. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A chart with its own axes. */
export interface Panel {
  /** Vertical axis. */
  readonly title: string;
  /** Horizontal axis. */
  readonly axis: string;
  /** Series. */
  readonly lines: readonly Line[];
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [760, 340, 70, 50, 56, 20];
const COLOURS = ["#2563eb", "#6b7280", "#dc2626"];
const STEPS = [1, 2, 5];

/** Panels below each other, as SVG; both axes in powers: equal distances are equal factors. */
export function drawing(panels: readonly Panel[]): string {
  const names = [...new Set(panels.flatMap(({ lines }) => lines.map(({ name }) => name)))];
  const colour = (name: string) => COLOURS[names.indexOf(name) % COLOURS.length] ?? "";
  const height = HEIGHT * panels.length;
  const title = panels.map(({ title }) => title).join("; ");
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...panels.map(
      (panel, index) => `<g transform="translate(0 ${HEIGHT * index})">\n${draw(panel, colour)}\n</g>`,
    ),
    "</svg>\n",
  ].join("\n");
}

function draw({ title, axis, lines }: Panel, colour: (name: string) => string): string {
  const all = lines.flatMap(({ points }) => points);
  const [across, up] = [range(all.map(([x]) => x)), decades(all.map(([, y]) => y))];
  const [x, y] = [scale(across, LEFT, WIDTH - RIGHT), scale(up, HEIGHT - BOTTOM, TOP)];
  return [
    ...powersOfTwo(across).map((value) => text(x(value), HEIGHT - BOTTOM + 20, String(value), "middle")),
    ...steps(up).map((value) => grid(y(value)) + text(LEFT - 8, y(value) + 4, thousands(value), "end")),
    ...lines.map(
      ({ name, points }, index) => curve(points, x, y, colour(name)) + legend(name, index, colour(name)),
    ),
    text(LEFT, 20, title, "start"),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, axis, "middle"),
  ].join("\n");
}

type Range = readonly [low: number, high: number];
type Scale = (value: number) => number;

function range(values: readonly number[]): Range {
  return [Math.min(...values), Math.max(...values)];
}

/** A range that neither begins nor ends within a power of ten, so that panels can be compared. */
function decades(values: readonly number[]): Range {
  const [low, high] = range(values).map(Math.log10) as [number, number];
  return [10 ** Math.floor(low), 10 ** Math.ceil(high)];
}

function scale([low, high]: Range, from: number, to: number): Scale {
  const [first, last] = [Math.log(low), Math.log(high)];
  return (value) =>
    Math.round((from + ((to - from) * (Math.log(value) - first)) / (last - first || 1)) * 10) / 10;
}

/** Logarithms of powers are not whole numbers to the last digit. */
const ALMOST = 1e-9;

function powersOfTwo([low, high]: Range): number[] {
  const first = Math.ceil(Math.log2(low) - ALMOST);
  const last = Math.floor(Math.log2(high) + ALMOST);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => 2 ** (first + index));
}

function steps([low, high]: Range): number[] {
  const powers = Array.from(
    { length: Math.round(Math.log10(high / low)) + 1 },
    (_, index) => low * 10 ** index,
  );
  return powers.flatMap((power) => STEPS.map((step) => step * power)).filter((value) => value <= high);
}

function curve(points: Line["points"], x: Scale, y: Scale, colour: string): string {
  const path = points.map(([a, b]) => `${x(a)},${y(b)}`).join(" ");
  const dots = points.map(([a, b]) => `<circle cx="${x(a)}" cy="${y(b)}" r="3" fill="${colour}"/>`).join("");
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}`;
}

function legend(name: string, index: number, colour: string): string {
  const left = LEFT + index * 220;
  return `<rect x="${left}" y="32" width="12" height="4" fill="${colour}"/>${text(left + 18, 38, name, "start")}`;
}

function grid(y: number): string {
  return `<line x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y}" y2="${y}" stroke="#e5e7eb"/>`;
}

function text(x: number, y: number, content: string, anchor: "start" | "middle" | "end"): string {
  return `<text x="${x}" y="${y}" text-anchor="${anchor}" fill="#374151">${content}</text>`;
}

function thousands(value: number): string {
  return value.toLocaleString("en-GB");
}
