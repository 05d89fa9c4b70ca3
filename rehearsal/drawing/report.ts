import type { Life, Played } from "../life/life";
import { escaped, seconds, timelineOf } from "./timeline";

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.45 ui-sans-serif, system-ui, sans-serif; max-width: 46rem; margin: 0 auto; padding: 1rem; }
svg { width: 100%; height: auto; max-width: 46rem; }
li { margin: 0.6rem 0; }
.seen { opacity: 0.75; display: block; overflow-wrap: anywhere; }
.broken { color: #dc2626; }
`;

/** A page with everything of the lives that were played: picture, each step's promise and what was seen. */
export function reportOf(lives: readonly Life[], skipped: readonly string[]): string {
  return [
    "<!doctype html>",
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>Rehearsal</title><style>${style}</style></head><body>`,
    "<h1>Rehearsal</h1>",
    ...skipped.map((reason) => `<p>Not played: ${escaped(reason)}</p>`),
    ...lives.flatMap((life) => [
      `<h2>${life.cloud}</h2>`,
      `<p>${escaped(life.provider)}, ${escaped(life.began)}</p>`,
      timelineOf(life),
      "<ol>",
      ...life.steps.map(itemOf),
      "</ol>",
    ]),
    "</body></html>\n",
  ].join("\n");
}

function itemOf(step: Played): string {
  return `<li class="${step.outcome}">${escaped(step.promise)}<span class="seen">${escaped(sentenceOf(step))}</span></li>`;
}

/** A step in one line, as it is printed when it has ended. */
export function sentenceOf({ name, outcome, from, to, calls, refused, alive, seen }: Played): string {
  if (outcome === "skipped") return `${name}: skipped: ${seen}`;
  const again = refused > 0 ? `, ${refused} of them refused for now` : "";
  return `${name}: ${outcome} in ${seconds(to - from)}, ${calls} calls${again}, ${alive} resources: ${seen}`;
}
