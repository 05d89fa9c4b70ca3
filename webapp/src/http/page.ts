import { createHash } from "node:crypto";
import { style } from "./page-style";

/** Origin of the page: server, zone, database. Fields that are not set are not shown. */
export interface Origin {
  /**
   * Which server answered, such as `AWS · us-east-1a`.
   *
   * @default - not shown
   */
  readonly server?: string;
  /**
   * Which database counted, such as `PostgreSQL 17`.
   *
   * @default - not shown
   */
  readonly database?: string;
}

/** The only thing that the page may load is its own style, known by its hash, and its icon. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'`,
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** The page as a browser shows it: everything but the number is put together once. */
export class Page {
  private readonly tail: string;

  constructor(origin: Origin) {
    this.tail = `</main>\n${route(origin)}${footer}</body>\n</html>\n`;
  }

  /** The page of a visit that was counted. */
  counted(visits: number): string {
    const digits = String(visits);
    return `${head(`Page visited ${digits} times!`)}<h1>Page visited <strong class="${size(digits)}">${grouped(digits)}</strong> times!</h1>
<p>Every visit has a number of its own. This one is yours.</p>
${this.tail}`;
  }

  /** The page of a visit that was not. */
  sorry(sentence: string): string {
    return `${head("No visit was counted")}<h1 class="sorry">${escape(sentence)}</h1>
<p><a href="/">Try again</a></p>
${this.tail}`;
  }
}

/** The icon of the page: a tally of five. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4338ca"/><path d="M8 8v16M13.3 8v16M18.7 8v16M24 8v16M5.5 21 26.5 11" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>
`;

function head(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="description" content="A visit counter: one three-tier application on two clouds.">
<title>${escape(title)}</title>
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<style>${style}</style>
</head>
<body>
<main>
`;
}

/** The way that the request took, for those parts that may be named. */
function route({ server, database }: Origin): string {
  if (server === undefined && database === undefined) return "";
  const stops = [
    ["Visitor", "You"],
    ["Server", server],
    ["Database", database],
  ].flatMap(([what, name]) =>
    name === undefined ? [] : `<li><small>${what}</small> ${escape(name)}</li>\n`,
  );
  return `<aside aria-label="Who answered">
<ol>
${stops.join("")}</ol>
</aside>
`;
}

const footer = `<footer>
<nav aria-label="More">
<a href="/visits">Look without counting</a>
<a href="/health">Health</a>
<a href="/openapi.json">API</a>
</nav>
</footer>
`;

/** Groups of three for the eye; text that is copied or read aloud stays one number. */
function grouped(digits: string): string {
  return digits.replace(/\d(?=(\d{3})+$)/g, "$&</span><span>").replace(/^.*$/, "<span>$&</span>");
}

/** Font size at which a number of so many digits still fits a telephone. */
function size(digits: string): string {
  return digits.length <= 3 ? "s" : digits.length <= 6 ? "m" : digits.length <= 9 ? "l" : "xl";
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
