import { distance } from "fastest-levenshtein";

const bare = (name: string) => name.replace(/^data\./, "");

/** The three known names that are most like `name`; a resource and a data source of one type are alike. */
export function nearMatches(name: string, known: readonly string[]): string[] {
  const wanted = bare(name);
  const limit = Math.max(3, Math.floor(wanted.length / 3));
  return known
    .map((candidate) => ({
      candidate,
      away: distance(wanted, bare(candidate)),
      all: distance(name, candidate),
    }))
    .filter(({ away }) => away <= limit)
    .sort((left, right) => left.away - right.away || left.all - right.all)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}
