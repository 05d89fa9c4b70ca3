import type { Life, Played } from "../life/life";

const width = 440;
const left = 12;
const right = 52;
const plot = { top: 64, height: 96 };
const row = 46;

/** Colours in light and dark; where no CSS is read, everything is black on white. */
const style = `
svg { --ground: #fff; --ink: #1c1b29; --soft: #5b5970; --line: #d9d6e3; --area: #c7d2fe; --accent: #4338ca; --calls: #b45309; --broken: #b91c1c; --skipped: #8b88a0; }
@media (prefers-color-scheme: dark) {
  svg { --ground: #0d1117; --ink: #f1f0f7; --soft: #b5b2c8; --line: #37344a; --area: #312e81; --accent: #a5b4fc; --calls: #fbbf24; --broken: #f87171; --skipped: #77748c; }
}
text { fill: var(--ink); font-family: ui-sans-serif, Helvetica, Arial, sans-serif; font-size: 13px; }
.ground { fill: var(--ground); }
.soft { fill: var(--soft); font-size: 11px; }
.title { font-size: 16px; font-weight: 600; }
.line { stroke: var(--line); }
.alive { fill: var(--area); stroke: var(--accent); stroke-width: 1.5; }
.calls { stroke: var(--calls); fill: none; stroke-width: 1.5; }
.kept { fill: var(--accent); }
.broken { fill: var(--broken); }
.skipped { fill: var(--skipped); }
`;

/**
 * Draws a life: how many resources there were and how many calls were answered over time, and each step on the same axis.
 *
 * One column of {@link width} units, so that a phone shows it as it is.
 */
export function timelineOf(life: Life): string {
  const end = Math.max(1, ...life.steps.map(({ to }) => to));
  const x = (at: number) => left + (at / end) * (width - left - right);
  const first = plot.top + plot.height + 40;
  const height = first + life.steps.length * row + 10;
  const title = `The life of a stack on ${life.cloud}`;
  const summary = `${seconds(end)}, ${life.calls.length.toLocaleString("en")} calls, ${life.provider}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(`${title}: ${summary}`)}</title>`,
    `<style>${style}</style>`,
    `<rect class="ground" width="${width}" height="${height}" fill="#fff"/>`,
    text(left, 24, title, "title"),
    text(left, 42, summary, "soft"),
    ...curvesOf(life, x, end),
    ...life.steps.flatMap((step, index) => rowOf(step, first + index * row, x)),
    "</svg>\n",
  ].join("\n");
}

function curvesOf({ alive, calls }: Life, x: (at: number) => number, end: number): string[] {
  const bottom = plot.top + plot.height;
  const most = Math.max(1, ...alive.map(({ count }) => count));
  const y = (part: number) => bottom - part * plot.height;
  const slots = 90;
  const perSlot = new Array<number>(slots).fill(0);
  for (const at of calls) perSlot[Math.min(slots - 1, Math.floor((at / end) * slots))]!++;
  const busiest = Math.max(1, ...perSlot);
  // The last of many samples at one place is what is seen there.
  const steps = new Map(alive.map(({ at, count }) => [x(at).toFixed(1), y(count / most).toFixed(1)]));
  const area = [...steps].map(([at, level]) => `H${at}V${level}`).join("");
  const line = perSlot.map(
    (count, slot) => `${x(((slot + 0.5) / slots) * end).toFixed(1)},${y(count / busiest).toFixed(1)}`,
  );
  const perSecond = Math.round(busiest / (end / slots / 1000));
  return [
    `<path class="alive" fill-opacity="0.6" d="M${x(0)},${bottom}${area}H${x(end).toFixed(1)}V${bottom}Z"/>`,
    `<polyline class="calls" points="${line.join(" ")}"/>`,
    `<line class="line" x1="${left}" x2="${x(end)}" y1="${bottom}" y2="${bottom}"/>`,
    text(x(end) + 4, plot.top + 10, String(most), "soft"),
    text(x(end) + 4, plot.top + 24, "alive", "soft"),
    text(left, bottom + 16, `area: resources alive, at most ${most}`, "soft"),
    text(left + 200, bottom + 16, `line: calls, at most ${perSecond} a second`, "soft"),
  ];
}

function rowOf(
  { name, outcome, from, to, calls, alive }: Played,
  y: number,
  x: (at: number) => number,
): string[] {
  const mark = { kept: "✓", skipped: "–", broken: "✗" }[outcome];
  const numbers =
    outcome === "skipped"
      ? "not played here"
      : `${seconds(to - from)} · ${calls.toLocaleString("en")} calls · ${alive} alive`;
  const bar = Math.max(2, x(to) - x(from));
  return [
    `<line class="line" x1="${left}" x2="${width - 12}" y1="${y}" y2="${y}"/>`,
    text(left, y + 18, `${mark} ${name}`),
    `<text class="soft" x="${width - 12}" y="${y + 18}" text-anchor="end">${escaped(numbers)}</text>`,
    `<rect class="${outcome}" x="${x(from).toFixed(1)}" y="${y + 27}" width="${bar.toFixed(1)}" height="9" rx="2"/>`,
  ];
}

/** A duration in words, such as `8.5 s` or `12 min`. */
export function seconds(milliseconds: number): string {
  const whole = milliseconds / 1000;
  if (whole >= 600) return `${Math.round(whole / 60)} min`;
  return whole >= 100 ? `${Math.round(whole)} s` : `${whole.toFixed(1)} s`;
}

function text(x: number, y: number, content: string, kind = ""): string {
  return `<text${kind && ` class="${kind}"`} x="${x.toFixed(1)}" y="${y}">${escaped(content)}</text>`;
}

/** Text as XML and HTML have it. */
export function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
