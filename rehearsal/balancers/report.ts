import { table } from "../../docs/generate/table";
import { chart, type Panel } from "../simulation/chart";
import { type Event, faults, type Outcome } from "./events";

const whole = (number: number) => number.toLocaleString("en-US");

/** Outcomes of every event, a row for each. */
export function outcomes(results: readonly Outcome[]): string {
  const head = [
    "what happens",
    "requests",
    "failed",
    "of them, while nobody planned it",
    "numbers lost or repeated",
    "servers that went",
    "needlessly",
    "slowest, ms",
  ];
  const rows = results.map(({ event, ...result }) => [
    event.title,
    whole(result.answers.length),
    event.planned ? whole(result.failed) : "–",
    event.planned ? "–" : whole(result.failed),
    whole(result.lost + result.repeated + result.uncounted),
    whole(result.replaced),
    whole(result.needless),
    whole(Math.round(result.slowestMs)),
  ]);
  return table(head, rows);
}

/** Faults of the outcomes, a line for each. */
export function wrongs(results: readonly Outcome[]): string[] {
  return results.flatMap((result) => faults(result).map((fault) => `${result.event.name}: ${fault}`));
}

/** An event over the cloud's minutes: answers, failures and servers. */
export function drawing(cloud: string, scale: number, { event, answers, moments }: Outcome): string {
  const begin = moments[0]!.at;
  const minuteMs = 60_000 / scale;
  const minutes = (at: number) => (at - begin) / minuteMs;
  const most = Math.ceil(Math.max(...moments.map(({ at }) => minutes(at))) * 2);
  // By half minutes, of the cloud's; requests by the clock on the wall.
  const rate = (counts: (answered: boolean) => boolean) => {
    const buckets = Array<number>(most).fill(0);
    for (const { at, visit } of answers) {
      const bucket = Math.floor(minutes(at) * 2);
      if (bucket >= 0 && bucket < most && counts(visit !== undefined)) buckets[bucket]!++;
    }
    return buckets.map((count, index) => [index / 2, count / (minuteMs / 2_000)] as const);
  };
  const over = (of: (moment: (typeof moments)[number]) => number) =>
    moments.map((moment) => [minutes(moment.at), of(moment)] as const);
  const panels: Panel[] = [
    {
      title: "requests a second",
      lines: [
        { name: "failed", points: rate((answered) => !answered) },
        { name: "answered", points: rate((answered) => answered) },
      ],
    },
    {
      title: "servers",
      steps: true,
      lines: [
        { name: "that exist", points: over(({ servers }) => servers) },
        { name: "that get visits", points: over(({ inService }) => inService) },
      ],
    },
  ];
  return chart(`${cloud}: ${event.title}`, "the cloud's minutes", panels);
}

/** The file of an event's picture. */
export function fileOf(cloud: string, event: Event): string {
  return `balancer-${cloud.toLowerCase()}-${event.name}.svg`;
}
