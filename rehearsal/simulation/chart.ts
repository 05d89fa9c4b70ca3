import { type EChartsOption, init } from "echarts";
import type { Outcome } from "./outcome";

/** A line of a panel, as points. */
interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Charts above each other, over the same axis. */
export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
  /** Whether equal distances are equal factors. */
  readonly logarithmic?: boolean;
  /** Whether the line goes in steps. */
  readonly steps?: boolean;
}

// Narrow, so that a phone shows its letters as large as it shows text.
const [width, panelHeight, legendHeight] = [480, 190, 34];

/** Colours in light and dark; where no CSS is read the light ones are seen. */
const inks: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  ground: ["#ffffff", "#0d1117"],
  ink: ["#1c1b29", "#f1f0f7"],
  soft: ["#5b5970", "#b5b2c8"],
  grid: ["#e2e1e9", "#2c2a3a"],
  first: ["#b45309", "#fbbf24"],
  second: ["#4338ca", "#a5b4fc"],
  third: ["#0f766e", "#5eead4"],
  fourth: ["#9d174d", "#f9a8d4"],
};
const light = (name: string) => inks[name]![0];
const seriesColours = ["first", "second", "third", "fourth"].map(light);

/** Panels as one SVG. */
export function chart(title: string, axis: string, panels: readonly Panel[]): string {
  const names = [...new Set(panels.flatMap(({ lines }) => lines.map(({ name }) => name)))];
  return drawn(title, legendHeight + panels.length * panelHeight + 24, {
    ...common(names),
    grid: panels.map((_, index) => ({
      left: 58,
      right: 16,
      top: legendHeight + index * panelHeight + 30,
      height: panelHeight - 62,
    })),
    title: panels.map((panel, index) => heading(panel.title, legendHeight + index * panelHeight + 4)),
    xAxis: panels.map((_, index) => ({
      ...axisStyle,
      type: "value" as const,
      gridIndex: index,
      min: "dataMin" as const,
      max: "dataMax" as const,
      splitLine: { show: false },
      ...(index === panels.length - 1 && { name: axis, nameLocation: "middle" as const, nameGap: 26 }),
    })),
    yAxis: panels.map(({ logarithmic = false }, index) => ({
      ...axisStyle,
      type: logarithmic ? ("log" as const) : ("value" as const),
      gridIndex: index,
      splitNumber: 3,
    })),
    series: panels.flatMap(({ lines, steps = false }, index) =>
      lines.map(({ name, points }) => ({
        type: "line" as const,
        name,
        xAxisIndex: index,
        yAxisIndex: index,
        showSymbol: false,
        color: seriesColours[names.indexOf(name) % seriesColours.length]!,
        data: points.map(([x, y]) => [x, Number(y.toPrecision(4))]),
        ...(steps && { step: "end" as const }),
      })),
    ),
  });
}

/** Bars that are made of parts, one below the other. */
export function bars(
  title: string,
  unit: string,
  parts: Readonly<Record<string, Readonly<Record<string, number>>>>,
): string {
  const whole = Object.keys(parts);
  const names = [...new Set(Object.values(parts).flatMap((part) => Object.keys(part)))];
  return drawn(title, legendHeight + whole.length * 46 + 64, {
    ...common(names),
    grid: [{ left: 112, right: 24, top: legendHeight + 8, bottom: 52 }],
    xAxis: [{ ...axisStyle, type: "value", name: unit, nameLocation: "middle", nameGap: 28, splitNumber: 4 }],
    yAxis: [{ ...axisStyle, type: "category", data: whole, inverse: true, splitLine: { show: false } }],
    series: names.map((name, index) => ({
      type: "bar",
      stack: "all",
      name,
      color: seriesColours[index % seriesColours.length]!,
      barWidth: 24,
      data: whole.map((one) => parts[one]![name] ?? 0),
    })),
  });
}

/** The panels of a scenario: what comes, how many servers there are, how long visitors wait. */
export function panelsOf(results: readonly Outcome[]): Panel[] {
  const [first] = results;
  const over = (of: (sample: Outcome["samples"][number]) => number) =>
    results.map(({ stack, samples }) => ({
      name: stack,
      points: samples.map((sample) => [sample.minute / 60, of(sample)] as const),
    }));
  const demand = first!.samples.map(({ minute, demand: come }) => [minute / 60, come] as const);
  return [
    { title: "requests a second", lines: [{ name: "all visitors", points: demand }] },
    { title: "servers that are paid for", lines: over(({ machines }) => machines), steps: true },
    {
      title: "99 of 100 are answered within, ms",
      lines: over(({ p99Ms }) => Math.max(p99Ms, 1)),
      logarithmic: true,
    },
  ];
}

const axisStyle = {
  nameTextStyle: { color: light("soft"), fontSize: 13 },
  axisLabel: { color: light("soft"), fontSize: 13 },
  axisLine: { lineStyle: { color: light("soft") } },
  axisTick: { lineStyle: { color: light("soft") } },
  splitLine: { lineStyle: { color: light("grid") } },
};

function common(names: string[]): EChartsOption {
  return {
    animation: false,
    backgroundColor: light("ground"),
    legend: { top: 4, data: names, itemWidth: 16, textStyle: { color: light("ink"), fontSize: 13 } },
  };
}

function heading(text: string, top: number) {
  return {
    text,
    left: 8,
    top,
    textStyle: { color: light("ink"), fontSize: 14, fontWeight: "bold" as const },
  };
}

function drawn(title: string, height: number, option: EChartsOption): string {
  const picture = init(null, null, { renderer: "svg", ssr: true, width, height });
  picture.setOption(option);
  const svg = picture.renderToSVGString();
  picture.dispose();
  return themed(svg, title);
}

/** The same picture with a title for who hears it, and colours that follow light and dark. */
function themed(svg: string, title: string): string {
  const names = Object.keys(inks);
  const variables = (shade: 0 | 1) => names.map((name) => `--${name}: ${inks[name]![shade]};`).join(" ");
  const style = `svg { ${variables(0)} } @media (prefers-color-scheme: dark) { svg { ${variables(1)} } }`;
  const coloured = names.reduce(
    (text, name) =>
      text
        .replaceAll(`fill="${light(name)}"`, `fill="var(--${name})"`)
        .replaceAll(`stroke="${light(name)}"`, `stroke="var(--${name})"`),
    // Names of classes count the pictures that this process drew before.
    svg.replace(/zr\d+-/g, "c-"),
  );
  const [, size = ""] = /^<svg ([^>]*)>/.exec(coloured) ?? [];
  const opening = `<svg role="img" aria-label="${title}" ${size}>\n<style>${style}</style>`;
  return `${coloured.replace(/^<svg [^>]*>/, opening).replace(/<style ><!\[CDATA\[\s*\]\]><\/style>\n?/, "")}\n`;
}
