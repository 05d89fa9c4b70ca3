/** A line of a chart. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

const [WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [760, 380, 70, 50, 50, 20];
const COLOURS = ["#2563eb", "#9ca3af", "#dc2626"];

/** Requests per second over connections, both in powers: equal distances are equal factors. */
export function chart(title: string, lines: readonly Line[]): string {
  const all = lines.flatMap(({ points }) => points);
  const x = scale(
    all.map(([x]) => x),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = scale(
    all.map(([, y]) => y),
    HEIGHT - BOTTOM,
    TOP,
  );
  const parts = [
    ...ticks(
      all.map(([x]) => x),
      2,
    ).map((value) => text(x(value), HEIGHT - BOTTOM + 20, String(value), "middle")),
    ...ticks(
      all.map(([, y]) => y),
      10,
    ).map((value) => grid(y(value)) + text(LEFT - 8, y(value) + 4, thousands(value), "end")),
    ...lines.map(
      (line, index) => curve(line, x, y, COLOURS[index % COLOURS.length] ?? "") + legend(line, index),
    ),
    text(LEFT, 20, title, "start"),
    text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "connections", "middle"),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="13" role="img">`,
    `<title>${title}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}

type Scale = (value: number) => number;

function scale(values: readonly number[], from: number, to: number): Scale {
  const [low, high] = [Math.log(Math.min(...values)), Math.log(Math.max(...values))];
  return (value) =>
    Math.round((from + ((to - from) * (Math.log(value) - low)) / (high - low || 1)) * 10) / 10;
}

/** Powers of `base` within the values. */
function ticks(values: readonly number[], base: number): number[] {
  const power = (value: number) => Math.log(value) / Math.log(base);
  // Logarithms of powers are not whole numbers to the last digit.
  const first = Math.ceil(power(Math.min(...values)) - 1e-9);
  const last = Math.floor(power(Math.max(...values)) + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => base ** (first + index));
}

function curve({ points }: Line, x: Scale, y: Scale, colour: string): string {
  const path = points.map(([a, b]) => `${x(a)},${y(b)}`).join(" ");
  const dots = points.map(([a, b]) => `<circle cx="${x(a)}" cy="${y(b)}" r="3" fill="${colour}"/>`).join("");
  return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots}`;
}

function legend({ name }: Line, index: number): string {
  const left = LEFT + index * 220;
  const colour = COLOURS[index % COLOURS.length] ?? "";
  return `<rect x="${left}" y="30" width="12" height="4" fill="${colour}"/>${text(left + 18, 36, name, "start")}`;
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
