/** Format of an answer. */
export type Format = "text" | "html" | "json";

const formats: ReadonlyMap<string, Format> = new Map([
  ["text/plain", "text"],
  ["text/html", "html"],
  ["application/json", "json"],
]);

/** The `content-type` of each format. */
export const contentTypes = {
  text: "text/plain; charset=utf-8",
  html: "text/html; charset=utf-8",
  json: "application/json; charset=utf-8",
} as const satisfies Record<Format, string>;

/**
 * The format that a visitor likes best of those that it names; plain text where it names none.
 *
 * Browsers and API clients name theirs outright. `curl` and probes send a wildcard or nothing, and read lines.
 */
export function formatFor(accept: string | undefined): Format {
  if (accept === undefined || accept === "*/*") return "text";
  let best: Format = "text";
  let bestQuality = 0;
  for (const range of accept.toLowerCase().split(",")) {
    const [type = "", ...parameters] = range.split(";").map((part) => part.trim());
    const format = formats.get(type);
    const quality = qualityOf(parameters);
    if (format === undefined || !(quality > bestQuality)) continue;
    best = format;
    bestQuality = quality;
  }
  return best;
}

function qualityOf(parameters: readonly string[]): number {
  const quality = parameters.find((parameter) => parameter.startsWith("q="));
  return quality === undefined ? 1 : Number(quality.slice(2));
}
